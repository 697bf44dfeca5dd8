// The demo edition, six days before its newest. Pure.
import type { DemoArticle } from '../shape.ts'

export const articles: DemoArticle[] = [
  {
    day: 6,
    at: '08:44',
    section: 'Town & Harbour',
    headline: 'Regatta results held back while the line is found',
    lede: 'All nineteen boats finished. It is not agreed where.',
    tags: ['regatta', 'harbour'],
    by: 'Halyard Jo',
    views: 330,
    lead: true,
    body: `The finishing line of the harbour regatta runs from the flagstaff on the breakwater to a white post on the far side. It was noticed on the day, as the first boat came up, that there are <b>two white posts</b>.

One is the post. The other was put up last winter to stop people from tying up to the first. They are eleven metres apart, and between the one line and the other the wind dropped, so that the boats that won by the near post stood still while the rest drifted by them to win by the far one.

The committee boat was asked for its view, and had gone in for tea.

Both sets of results have been typed. The cup will be held by Mr Brill of the <i>Second Thoughts</i>, who was ninth under either.`,
    thread: [
      {
        by: 'slackwater',
        at: '09:01',
        text: 'Ninth under either is a harder thing than first under one.',
        replies: [
          {
            by: 'Bell Buoy',
            at: '09:07',
            text: 'He has done it before. He came ninth in 2014, out of eight.',
            replies: [
              {
                by: 'slackwater',
                at: '09:10',
                text: 'How?',
                replies: [{ by: 'Bell Buoy', at: '09:13', text: 'They counted the committee boat.' }],
              },
            ],
          },
        ],
      },
      {
        by: 'Old Limpet',
        at: '09:55',
        text: 'Take out the second post and put up a notice.',
        replies: [{ by: 'Sixpenny', at: '10:20', text: 'They will tie up to the notice.' }],
      },
      {
        by: 'Capstan',
        at: '+1 08:05',
        text: 'Both lists are now on the board at the club. People have been reading whichever they came to first and going home happy.',
      },
    ],
  },
  {
    day: 6,
    at: '10:30',
    section: 'Technology',
    headline: 'Repair evening mends everything but the door',
    lede: 'Forty-one people came to the sail loft with something broken. Nobody could get out.',
    source: { url: 'https://loft.example.org/repair/first-evening', name: 'The Sail Loft' },
    tags: ['mending', 'doors'],
    by: 'Ironwort',
    views: 144,
    body: `The first of the repair evenings took in nine lamps, a concertina, seven toasters, a pram wheel and a globe on which everything had slipped to the south. All but two of the toasters were working by nine o’clock.

The latch then came away in the hand of the first to leave. There were fourteen people in the room with tools and some forty opinions. The hinges were taken off, and found to be on the outside. A concertina was played.

They were let out at half past ten by the caretaker, who had come about the noise, and who <b>opened it</b>.`,
    thread: [
      {
        by: 'Third Trombone',
        at: '10:41',
        text: 'The concertina was not on the list of things that had been mended.',
        replies: [{ by: 'Ironwort', at: '10:47', text: 'It was on both lists.' }],
      },
      {
        by: 'Mrs Ottaway',
        at: '12:20',
        text: 'It opens inwards. It has always opened inwards. It says PULL, on the inside, under the poster.',
      },
    ],
  },
  {
    day: 6,
    at: '13:00',
    section: 'Letters',
    headline: 'A correction to my letter of 1994',
    lede: 'The writer said then that it would never catch on. She now has one.',
    tags: ['letters', 'corrections'],
    by: 'Nan Kettle',
    views: 172,
    body: `To the editors. In November 1994 you were good enough to print a letter in which I said of the pedal bin that nobody would want one, since anybody who has a foot free has a hand.

I have thought about it on and off. On Tuesday I had a tray in both hands and a kettle coming up, and my niece, who had brought the thing as a present and been thanked for it coldly, put her foot down without a word. The lid rose. I should like to say that <i>I saw at once</i>.

I stand by the rest of the letter, in particular the part about wheeled suitcases.`,
    thread: [
      {
        by: 'dogwatch',
        at: '13:12',
        text: 'I kept the cutting. The suitcases are in the next column, under “Rumours”.',
      },
      {
        by: 'Galley Proof',
        at: '13:50',
        text: 'Thirty-odd years from print to correction is not our record, but the record was an eclipse.',
        replies: [
          {
            by: 'Nan Kettle',
            at: '13:56',
            text: 'It did come in the end.',
            replies: [{ by: 'Galley Proof', at: '14:01', text: 'So did you.' }],
          },
        ],
      },
    ],
  },
  {
    day: 6,
    at: '16:35',
    section: 'Science',
    headline: 'Bats prefer the older of two churches, even after it is moved',
    lede: 'It went forty metres to the left, stone by stone. They followed on foot, or nearly.',
    source: { url: 'https://bats.example.net/notes/112', name: 'Bat Notes, no. 112' },
    tags: ['bats', 'churches'],
    by: 'Bittern',
    views: 64,
    body: `When the old chapel at Nether Wend was taken down and put up again clear of the flood bank, a small colony was living in the north gable. There is another church sixty metres off, with a sound roof, and it was thought that they would go there.

They spent the summer of the works in a stack of numbered stones. The counters found them each evening in whichever piece of the gable was next to be laid. By the end of September they were back under the ridge, on the same side, a little higher than before.

It turns out that the masons had put one course in twice. <b>The bats had it down as damp.</b>`,
    thread: [],
  },
]
