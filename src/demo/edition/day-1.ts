// The demo edition, one day before its newest. Pure.
import type { DemoArticle } from '../shape.ts'

export const articles: DemoArticle[] = [
  {
    day: 1,
    at: '08:02',
    section: 'Town & Harbour',
    headline: 'The new bench on Herring Quay faces the wrong way, and is full',
    lede: 'It was put in back to front, with its face to the wall. The one behind it, with the view, is empty.',
    tags: ['benches', 'harbour office'],
    by: 'Halyard Jo',
    views: 726,
    lead: true,
    body: `Two benches were delivered to Herring Quay a fortnight ago. One was set down to look at the harbour. The other was set down by the second shift, in rain, to look at the back of the net store, from which it is four feet away.

The harbour office meant to have it turned round. Before it could, somebody sat on it, and then somebody else. A count over three days made it 61 sitters on the wrong bench and 14 on the right one, and 9 of the 14 were <i>waiting for a place on the other</i>.

<h2>What there is to see</h2>

The wall of the net store is limewashed brick. It is out of the wind and warm until five. There are twenty-three iron rings in it, no two alike, and a row of initials, and in the mortar by the drainpipe somebody has set a very small door.

Sitters were asked why they preferred it. Most said the warmth. One said that a view expects something of you. Mr Pell from the market said that he had been looking at the harbour for fifty years and had always wondered what was behind him.

The office has left the bench, and has ordered a third, with instructions to fit it <b>however it comes</b>.`,
    thread: [
      {
        by: 'Old Limpet',
        at: '08:20',
        text: 'Twenty-two rings. One of them is a hook.',
        replies: [
          {
            by: 'Bell Buoy',
            at: '08:26',
            text: 'It was a ring. It opened in the gale of 1987 and you were holding the other end.',
            replies: [{ by: 'Old Limpet', at: '08:31', text: 'So I was.' }],
          },
        ],
      },
      {
        by: 'Third Trombone',
        at: '08:48',
        text: 'The wall gives back a very good echo at about a bar and a half. We have played there since and it is like having another band that agrees with you.',
        replies: [
          {
            by: 'dogwatch',
            at: '08:55',
            text: 'Another band that agrees with you a little late.',
            replies: [{ by: 'Third Trombone', at: '08:58', text: 'I said another band.' }],
          },
        ],
      },
      {
        by: 'petrichor_9',
        at: '09:30',
        text: 'I would like to register a complaint about the sampling. 9 of the 14 were queueing, so the right bench had 5 of its own. But how many of the 61 were counted more than once? I was there on two days and had a sandwich on both.',
        replies: [
          {
            by: 'Halyard Jo',
            at: '09:41',
            text: 'You were counted twice and described as “regular”.',
            replies: [{ by: 'petrichor_9', at: '09:44', text: 'I shall have that put on a card.' }],
          },
        ],
      },
      {
        by: 'Nan Kettle',
        at: '10:15',
        text: 'The small door is my grandson’s. He was six. It is for the draught.',
        replies: [
          {
            by: 'Marram',
            at: '10:22',
            text: 'To keep it out?',
            replies: [{ by: 'Nan Kettle', at: '10:24', text: 'To let it out. He was a kind boy.' }],
          },
        ],
      },
      {
        by: 'Sixpenny',
        at: '12:50',
        text: 'Sat on it for my lunch. I have nothing to report, and have seldom enjoyed anything so much.',
      },
      {
        guest: 'Day Tripper',
        at: '+1 09:12',
        text: 'We sat on the one with the view and a gentleman asked us if we had lost something.',
        replies: [
          { by: 'Bittern', at: '+1 09:25', text: 'That was me. You looked as if you were waiting to be called.' },
        ],
      },
    ],
  },
  {
    day: 1,
    at: '10:40',
    section: 'Technology',
    headline: 'The town’s only traffic light has learnt to wait',
    lede: 'A new controller was to make it cleverer. It now lets everyone go and takes what is left.',
    source: { url: 'https://roads.example.org/hawsing/signal-1', name: 'County Signals' },
    tags: ['traffic', 'controllers'],
    by: 'petrichor_9',
    views: 214,
    body: `The light at the foot of Lock Lane used to change every forty seconds, whatever came. The new controller watches the road through two small loops and learns from week to week what is fair.

What it has learnt is that in Hawsing people wave each other through. Whichever side is given green, the front car beckons to the other. The engineers found that the controller had noted this, and for the last nine days had shown amber to both.

There have been no queues. The county has written it down as <b>working as intended</b>, and is looking into who intended it.`,
    thread: [
      {
        by: 'Marram',
        at: '10:55',
        text: 'I waved at it last night and I am nearly sure that it dimmed.',
        replies: [
          {
            by: 'Ironwort',
            at: '11:03',
            text: 'It has only two loops and no eyes. You waved at a lamp post.',
            replies: [{ by: 'Marram', at: '11:06', text: 'It was still nice to be asked.' }],
          },
        ],
      },
      {
        by: 'slackwater',
        at: '13:21',
        text: 'Forty seconds used to be just long enough for half a crossword clue. I have unfinished clues going back to 2011.',
      },
    ],
  },
  {
    day: 1,
    at: '11:52',
    section: 'Letters',
    headline: 'Against the second spoon',
    lede: 'A reader asks why one is given two spoons with a bowl of soup, and what the other one saw.',
    tags: ['letters', 'spoons'],
    by: 'dogwatch',
    views: 276,
    body: `To the editors. At the Anchor they have begun to lay two spoons. One is round and is for soup. The other is the ordinary kind, and lies across the top, and is for nothing that comes.

I ordered soup. I used the round one. The other was taken away at the end and washed, and I watched it go past me through the hatch with the rest. It had done no wrong and no work, and it was treated exactly as if it had.

I raised it with the landlord, who said that it was there in case I should change my mind. I said: to what? He thought, and brought me a pudding. I can see how it is done, now.`,
    thread: [
      {
        by: 'Purser',
        at: '12:04',
        text: 'What was the pudding?',
        replies: [{ by: 'dogwatch', at: '12:06', text: 'Treacle. I do not want that to influence anybody.' }],
      },
      { by: 'Mrs Ottaway', at: '12:33', text: 'My aunt laid three. The third was for stirring the conversation.' },
      {
        by: 'Nan Kettle',
        at: '13:15',
        text: 'It is so as to have something to look at yourself in upside down, if you are on your own.',
        replies: [{ by: 'dogwatch', at: '13:19', text: 'I take it all back.' }],
      },
      {
        by: 'Galley Proof',
        at: '16:40',
        text: 'For the file: we have had eleven letters about this, two of them from the Anchor.',
      },
    ],
  },
  {
    day: 1,
    at: '15:05',
    section: 'Weather & Sea',
    headline: 'A misprint has given the harbour a third tide',
    lede: 'It is due tomorrow at 13:47. Several people have made arrangements.',
    source: { url: 'https://tides.example.net/errata', name: 'Almanac Errata' },
    tags: ['tides', 'misprints'],
    by: 'Bell Buoy',
    views: 270,
    body: `The pocket table on sale at the kiosk gives high water for tomorrow as 04:11, 13:47 and 16:32. The middle one belongs to another port, or to nobody. It slipped up from the line below when the line below was taken out.

The publisher has apologised. In the meantime the sailing school has booked it for beginners, on the ground that a tide that does not come in cannot go out; the café on the quay is doing <b>a lunch</b>; and a man has telephoned the harbour office to ask whether it will be as big as the others.`,
    thread: [
      { by: 'Old Limpet', at: '15:20', text: 'Put me down for the lunch.' },
      {
        by: 'slackwater',
        at: '15:44',
        text: 'The height is given as 2.2 m. That is the very height at which nothing happens at all.',
        replies: [{ by: 'Bell Buoy', at: '15:50', text: 'So there is every chance that it will be right.' }],
      },
      {
        by: 'lee_shore',
        at: '+1 13:50',
        text: 'I am on the quay. It is 13:50 and the water is where it was. There is applause.',
        replies: [
          {
            by: 'Old Limpet',
            at: '+1 14:02',
            text: 'The lunch was very good.',
            replies: [
              { by: 'Sixpenny', at: '+1 14:06', text: 'Same again next year, then, if they will misprint it.' },
            ],
          },
        ],
      },
    ],
  },
]
