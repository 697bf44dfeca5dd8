// The newest day of the demo edition: its morning, with the steps and the afternoon from their own files. Pure.
import type { DemoArticle } from '../shape.ts'
import { articles as afternoon } from './day-0-afternoon.ts'
import { articles as steps } from './day-0-steps.ts'

export const articles: DemoArticle[] = [
  ...steps,
  ...afternoon,
  {
    day: 0,
    at: '13:26',
    section: 'Town & Harbour',
    headline: 'The Constance may keep her whistle',
    lede: 'A complaint about the 06:20 departure has been withdrawn by the man who made it, who has since overslept.',
    source: { url: 'https://harbour.example.org/notices/whistle', name: 'Hawsing Harbour Notices' },
    tags: ['ferry', 'noise'],
    by: 'Bell Buoy',
    views: 561,
    picture: {
      file: 'ferry.webp',
      alt: 'A small ferry seen from the side, with a black hull, three white decks and smoke drifting from her funnel.',
      caption: 'The Constance outward bound for the Thumb',
      credit: 'Drawn for Broadside',
    },
    body: `The ferry has sounded one long blast on leaving Herring Quay every morning since she came here. Last month a newcomer to Lock Lane wrote to the harbour office to ask whether it was necessary. The office replied that it was not, and that it would stop for a fortnight by way of trial.

By the end of the first week the bakery had burnt two batches, the school crossing had opened late, and a surgeon at the cottage hospital had missed his own breakfast. The complainant missed the ferry, twice.

He has written again. He asks that it be restored, and wonders whether there might be a second one at 06:25 for people who are slow to get up. The office has noted the suggestion and <b>does not intend to encourage it</b>.`,
    thread: [
      {
        by: 'Old Limpet',
        at: '13:31',
        text: 'She is a quarter tone flat since the refit. I get up anyway.',
        replies: [
          {
            by: 'Third Trombone',
            at: '13:36',
            text: 'She is an exact A flat. It is everybody else who is sharp.',
            replies: [
              {
                by: 'Old Limpet',
                at: '13:40',
                text: 'You would say that. You tune to her.',
                replies: [
                  {
                    by: 'Third Trombone',
                    at: '13:43',
                    text: 'We all tune to her. She is the only member who is always on time.',
                  },
                ],
              },
            ],
          },
        ],
      },
      {
        by: 'Halyard Jo',
        at: '13:38',
        text: 'The fortnight of silence was dreadful. I woke at 06:19 every morning to wait for it.',
        replies: [{ by: 'Sixpenny', at: '13:45', text: 'I woke at 06:21 and thought that I had died.' }],
      },
      {
        by: 'Marram',
        at: '13:52',
        text: 'Could I have the name of the surgeon? Not to complain. I would like to know who makes his own breakfast.',
      },
      {
        guest: 'Lock Lane',
        at: '14:07',
        text: 'I am the complainant. I would only say that nobody told me what it was for.',
        replies: [
          {
            by: 'Nan Kettle',
            at: '14:12',
            text: 'Nobody told you because we thought that you could hear it.',
            replies: [
              {
                guest: 'Lock Lane',
                at: '14:18',
                text: 'That is fair. I have bought a louder clock and I am told that it is an A.',
              },
            ],
          },
        ],
      },
    ],
  },
  {
    day: 0,
    at: '11:05',
    section: 'Town & Harbour',
    headline: 'Brass band locked out of the room in which it keeps the key',
    lede: 'The spare is with the second cornet, who is on the Thumb until the wind drops.',
    tags: ['band', 'keys'],
    by: 'Third Trombone',
    views: 388,
    body: `Rehearsal was held last night in the bus shelter on Herring Quay. Nineteen players attended, of whom eleven were under cover.

The band room door locks by itself. The key hangs on a hook just inside, where it has hung since somebody asked, sensibly, for it to be kept in a place that everyone could remember. Everyone did remember. It could be seen quite plainly through the letter box.

The second cornet has a spare, for which a boat would be needed. The caretaker had one too, and gave it back in 2016 because he <i>never had occasion to use it</i>.

The number 4 bus stopped, waited for the end of the slow movement, and went on four minutes down. Nobody aboard is known to have complained. Two of them got off.`,
    thread: [
      {
        by: 'Nan Kettle',
        at: '11:14',
        text: 'A bent coat hanger through the letter box. My late husband did it in 1988 and again in 1991.',
        replies: [
          {
            by: 'Third Trombone',
            at: '11:20',
            text: 'We tried a trombone slide. It was long enough but now it is also in there.',
            replies: [
              {
                by: 'slackwater',
                at: '11:24',
                text: 'Whose?',
                replies: [
                  {
                    by: 'Third Trombone',
                    at: '11:27',
                    text: 'Not mine. I am the <u>third</u> trombone. It was offered up by seniority.',
                    replies: [{ by: 'Sixpenny', at: '11:33', text: 'So the first trombone is at present a bugle.' }],
                  },
                ],
              },
            ],
          },
        ],
      },
      { by: 'Bittern', at: '11:41', text: 'I was one of the two who got off. The slow movement was worth the walk.' },
      {
        by: 'Capstan',
        at: '11:58',
        text: 'I have a locksmith’s card somewhere. It is in my other coat, which is in the band room.',
      },
    ],
  },
  {
    day: 0,
    at: '09:18',
    section: 'Town & Harbour',
    headline: 'Market to try a stall for things that are nearly finished',
    lede: 'Jumpers without a sleeve, a canoe with one end. Bring your own, take somebody else’s.',
    tags: ['market', 'mending'],
    by: 'Halyard Jo',
    views: 274,
    body: `From the beginning of next month the end pitch in the covered market, next to the eggs, will be kept for unfinished work. There is no charge. Whoever brings a thing in writes on a label what it was going to be and what went wrong.

The market superintendent, Mr Pell, says that the idea came from his own shed. He has promised to start it off with a chest of five drawers, four of which exist.

So far the book lists:

<ul><li>a patchwork quilt, to the width of a narrow person</li><li>three-quarters of a ukulele</li><li>a translation of a long poem out of a language that the translator has since forgotten</li><li>a jigsaw of the harbour, complete but for the water</li></ul>

The stall will open when somebody has finished the awning.`,
    thread: [
      {
        by: 'Ironwort',
        at: '09:27',
        text: 'I can finish the ukulele if it is the right three-quarters.',
        replies: [
          {
            by: 'Halyard Jo',
            at: '09:34',
            text: 'It is the part with the hole.',
            replies: [{ by: 'Ironwort', at: '09:36', text: 'Then I have the rest.' }],
          },
        ],
      },
      {
        by: 'dogwatch',
        at: '10:02',
        text: 'I would like to leave a novel. It has everything except a reason.',
        replies: [
          { by: 'T. Umber', at: '10:21', text: 'Leave it next to the jigsaw. Somebody will put some water in.' },
        ],
      },
    ],
  },
  {
    day: 0,
    at: '10:48',
    section: 'Letters',
    headline: 'On being asked whether I need a bag',
    lede: 'A reader of seventy-four has been asked it three times in one shop, and has prepared an answer.',
    tags: ['letters', 'shops'],
    by: 'Nan Kettle',
    views: 426,
    body: `To the editors. I went out for a lemon. At the till I was asked whether I needed a bag. I had the lemon in my hand and the hand was not full. I said no, thank you, and was asked if I was sure.

At the second till, where one goes to show what one bought at the first, a recorded lady asked me again. I said no to her too, aloud, in front of people. A young man then came over because I had confused it, and while he was making it well he asked me whether, while he was there, I needed a bag.

I do not blame any of the three. But I have carried lemons in this town for seventy years, and in that time I have dropped one, on the Steps, in 1969. It was returned to me at the bottom by a stranger, <b>in a bag</b>.

I have the bag still. That is why I do not need one.`,
    thread: [
      {
        by: 'Marram',
        at: '10:57',
        text: 'What became of the lemon?',
        replies: [
          {
            by: 'Nan Kettle',
            at: '11:01',
            text: 'It went into a sponge and the stranger came to tea. We were married in the spring.',
            replies: [
              {
                by: 'Sixpenny',
                at: '11:04',
                text: 'You could have said that in the letter.',
                replies: [{ by: 'Nan Kettle', at: '11:08', text: 'It was a letter about bags.' }],
              },
            ],
          },
        ],
      },
      {
        by: 'Purser',
        at: '11:26',
        text: 'A machine asked me last week whether I wanted to continue. I have thought about little else.',
        replies: [
          {
            by: 'petrichor_9',
            at: '11:40',
            text: 'And did you?',
            replies: [{ by: 'Purser', at: '11:43', text: 'It timed out.' }],
          },
        ],
      },
      { by: 'Mrs Ottaway', at: '12:29', text: 'I remember the sponge.' },
    ],
  },
  {
    day: 0,
    at: '08:26',
    section: 'Letters',
    headline: 'To whoever returned my umbrella',
    lede: 'It is a better one than I left. Please say whether this was deliberate.',
    tags: ['letters', 'umbrellas'],
    by: 'Purser',
    views: 199,
    body: `Sir, or Madam. On the last wet day I left a black umbrella in the rack at the library. It had one broken rib and a handle mended with tape. Yesterday I went back and the librarian handed me a black umbrella, with my name on a luggage label tied to it, in a hand that I do not know.

It has eight good ribs. The handle is cherry. It goes up with a sound like a well-bred cough.

There are three explanations. You took mine by accident and are ashamed. You took mine on purpose and are mad. Or you mended it, in which case you have replaced everything, down to the cloth, and I should like to know whether you consider it still to be mine. I do not ask in anger. I have been walking about in it, and it has not rained, and I find that I mind.`,
    thread: [
      {
        by: 'Ironwort',
        at: '08:39',
        text: 'If every part has been replaced it is the ship in the philosophy book. If it was mended with tape as well, it is the Constance.',
      },
      {
        by: 'Bittern',
        at: '09:05',
        text: 'Was there a second label inside, near the ferrule? I only ask.',
        replies: [
          {
            by: 'Purser',
            at: '09:09',
            text: 'There was. It says “now keep it”. Bittern?',
            replies: [{ by: 'Bittern', at: '09:15', text: 'I only ask.' }],
          },
        ],
      },
    ],
  },
]
