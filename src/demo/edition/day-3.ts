// The demo edition, three days before its newest. Pure.
import type { DemoArticle } from '../shape.ts'

export const articles: DemoArticle[] = [
  {
    day: 3,
    at: '09:08',
    section: 'Town & Harbour',
    headline: 'Bunting in Rope Walk has been upside down for a week',
    lede: 'The points are at the top. Half of the street wants it put right and the other half has got used to it.',
    tags: ['bunting', 'rope walk'],
    by: 'Sixpenny',
    views: 879,
    lead: true,
    body: `The bunting went up for the band’s anniversary on the evening after the rain. It was hung by the Tansy brothers from two ladders and in failing light, along the wrong edge of the tape. The flags stand up from the line with their points to the sky, and look, according to which end of the street is asked, like a row of little tents or like a mistake.

It should have drooped. It did not, because it had been starched in 1977 and put away damp.

A notice on the door of number 11 asks for it to be turned round. A notice on number 12, opposite, asks for it to be left, and is itself upside down. The committee has met between the two, in the road, <b>and has adjourned to let a van through</b>.`,
    closed: {
      by: 'Mrs Ottaway',
      at: '+1 21:00',
      reason: 'Everything has now been said four times, by five people, and the bunting has been taken down to dry',
    },
    thread: [
      {
        by: 'Nan Kettle',
        at: '09:20',
        text: 'A flag hangs. That is what it is for. If it stands up it is a crown.',
        replies: [
          {
            by: 'Sixpenny',
            at: '09:26',
            text: 'A row of crowns is not a bad thing to have over a street.',
            replies: [
              {
                by: 'Nan Kettle',
                at: '09:31',
                text: 'In that case one would have to know whose.',
                replies: [{ by: 'Marram', at: '09:34', text: 'Number 12’s, evidently.' }],
              },
            ],
          },
        ],
      },
      {
        by: 'petrichor_9',
        at: '09:40',
        text: 'From the upper windows it is the right way up, because you are looking at the back of it in a mirror image of nothing. I have confused myself. I live upstairs and I like it.',
        replies: [
          {
            by: 'Bell Buoy',
            at: '09:52',
            text: 'Upside down is the same from the back.',
            replies: [{ by: 'petrichor_9', at: '09:54', text: 'Not if you hang out of the window far enough.' }],
          },
        ],
      },
      {
        by: 'Third Trombone',
        at: '11:15',
        text: 'Speaking for the band, whose anniversary it is: we were playing with our backs to it and did not know.',
        replies: [
          {
            by: 'Halyard Jo',
            at: '11:22',
            text: 'How was it?',
            replies: [
              { by: 'Third Trombone', at: '11:25', text: 'The playing or the bunting? Both were starched in 1977.' },
            ],
          },
        ],
      },
      {
        by: 'Old Limpet',
        at: '12:04',
        text: 'I starched it.',
        replies: [
          {
            by: 'Nan Kettle',
            at: '12:08',
            text: 'And put it away damp?',
            replies: [{ by: 'Old Limpet', at: '12:11', text: 'It was a wet jubilee.' }],
          },
        ],
      },
      {
        by: 'Purser',
        at: '18:30',
        text: 'A compromise: every second flag.',
        replies: [
          {
            by: 'Nan Kettle',
            at: '18:41',
            text: 'Then it is a zigzag and we shall all feel seasick.',
            replies: [{ by: 'Purser', at: '18:44', text: 'But equally.' }],
          },
        ],
      },
      {
        by: 'Sixpenny',
        at: '+1 20:31',
        text: 'It has begun to rain and they are going soft, from the number 11 end. They are bowing one after the other, like a court.',
        replies: [
          { by: 'Marram', at: '+1 20:40', text: 'Number 12 is holding.' },
          { by: 'Mrs Ottaway', at: '+1 20:58', text: 'And there went number 12. I think that we may leave it there.' },
        ],
      },
    ],
  },
  {
    day: 3,
    at: '11:30',
    section: 'Science',
    headline: 'A snail’s pace, measured properly',
    lede: 'It is 1.3 millimetres a second, with one lane closed.',
    source: { url: 'https://journal.example.com/slow/7', name: 'Journal of Slow Processes, no. 7' },
    tags: ['snails', 'measuring'],
    by: 'Marram',
    views: 198,
    body: `There have been figures before, but they were for snails that had somewhere to go. The authors held that pace is what one keeps when nobody is waiting, and left forty garden snails on a wet slate overnight with a camera and no lettuce.

The mean was 1.3 millimetres a second. Six did not move, and have been reported separately. One went round the edge of the slate eleven times, in the same direction, and was found in the morning <i>on the camera</i>.

The slowest paper in the journal’s history had been the one on lichens, nineteen years under review. This one was sent back at once.`,
    thread: [
      {
        by: 'Ironwort',
        at: '11:48',
        text: 'The six should not be left out. To stand still is a pace.',
        replies: [
          {
            by: 'petrichor_9',
            at: '11:55',
            text: 'It is, but you cannot take its logarithm.',
            replies: [
              { by: 'Ironwort', at: '11:57', text: 'You would have to know a snail very well before you tried.' },
            ],
          },
        ],
      },
      {
        by: 'Bittern',
        at: '+1 08:10',
        text: '1.3 mm a second is 4.7 metres an hour. The queue for the number 4 did five yesterday. There is not much in it.',
      },
    ],
  },
  {
    day: 3,
    at: '14:26',
    section: 'Letters',
    headline: 'In praise of the wrong number',
    lede: 'A reader has been rung up for the chandler’s every week since 1983, and now knows a good deal about rope.',
    tags: ['letters', 'telephones'],
    by: 'Bittern',
    views: 236,
    body: `To the editors. My number differs from the chandler’s by one figure, and his is on the side of his van, where the figure in question has a rivet through it. I am rung up about twice a week.

At first I gave them the right number. Later I asked what they were after, since they sounded worried, and would look it up. I have now forty years of it by heart. I can tell you the breaking strain of three-strand manila, and what to put on teak, and that you do not want to put anything on teak.

The chandler and I met for the first time last week, at the dentist. He told me that people ring him for poetry. <b>I had no idea that I had been doing that.</b>`,
    thread: [
      {
        by: 'Halyard Jo',
        at: '14:40',
        text: 'I rang you in 2009 about shackles. You told me to go round them, not through them. I have applied it to everything since.',
      },
      {
        by: 'slackwater',
        at: '14:58',
        text: 'What do you put on teak?',
        replies: [{ by: 'Bittern', at: '15:02', text: 'Patience.' }],
      },
      { by: 'Old Limpet', at: '15:30', text: 'He does an excellent limerick, the chandler, if you ask for varnish.' },
    ],
  },
]
