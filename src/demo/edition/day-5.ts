// The demo edition, five days before its newest. Pure.
import type { DemoArticle } from '../shape.ts'

export const articles: DemoArticle[] = [
  {
    day: 5,
    at: '09:25',
    section: 'Weather & Sea',
    headline: 'The wind has been measured at the wrong chimney',
    lede: 'There are two with a cowl. One is the harbour office’s and one is the smokehouse’s, and for six years the cable has gone to the kippers.',
    tags: ['wind', 'instruments'],
    by: 'petrichor_9',
    views: 328,
    lead: true,
    body: `The anemometer belongs to the harbour office and ought to be on it. When the roof was mended six years ago the cups were taken down and put up again, on the next roof but one. They look much the same from the ladder.

The smokehouse chimney stands two metres lower. It is also hot three days a week. On smoking days the readings show a light air from underneath, which the software could make nothing of, and which it put down as “variable”.

A forecaster who had never been here saw the pattern from two hundred miles away. She wrote to ask what happened in Hawsing on Tuesdays, Thursdays and Saturdays between four and nine. She was sent a box of it, <i>with lemon</i>.

The cups will be moved when the weather allows. It has been variable.`,
    closeAfterDays: 2,
    thread: [
      {
        by: 'Old Limpet',
        at: '09:40',
        text: 'I told them that it smelt of kippers. They said that wind has no smell.',
        replies: [{ by: 'slackwater', at: '09:45', text: 'It has here.' }],
      },
      {
        by: 'Bell Buoy',
        at: '10:02',
        text: 'Six years of data, then, are good on Mondays, Wednesdays and Fridays, and on Sundays if nobody is catching up.',
        replies: [
          {
            by: 'petrichor_9',
            at: '10:09',
            text: 'That is still more than half. I have used worse.',
            replies: [{ by: 'Ironwort', at: '10:15', text: 'You have used the crab’s ruler.' }],
          },
        ],
      },
      {
        by: 'Marram',
        at: '13:33',
        text: 'May I say that the regatta of 2021 was called off on a Thursday at five because of a light air from underneath?',
        replies: [
          {
            by: 'lee_shore',
            at: '+1 08:20',
            text: 'You may, but I was the one who had to stand on the slip and announce it, and I could not think what to point at.',
          },
        ],
      },
    ],
  },
  {
    day: 5,
    at: '11:48',
    section: 'Beyond the breakwater',
    headline: 'An inland town declares itself a port, in readiness',
    lede: 'Upper Quern is ninety miles from the sea. It has appointed a harbour master and is looking for a harbour.',
    source: { url: 'https://quern.example.org/port', name: 'Upper Quern Town Sheet' },
    tags: ['ports', 'towns'],
    by: 'T. Umber',
    views: 235,
    body: `The reasoning is that the sea comes up a little every year, that ports take a long time to get right, and that all the good names will go first. The council has therefore begun with the harbour master. She is Mrs Lovage, and was in buses.

She has drawn up by-laws, numbered the places where there will be berths, and asked the owners of the field to keep it clear. A bollard has been given by Hawsing, which had one over. <b>The cows have been told.</b>

Asked how long it might be, Mrs Lovage said that at the present rate it would be about thirty-one thousand years, and that she had waited longer for a number 9.`,
    thread: [
      {
        by: 'Old Limpet',
        at: '12:06',
        text: 'That bollard was mine to sit on.',
        replies: [
          {
            by: 'T. Umber',
            at: '12:12',
            text: 'There is a plate. It says “sat on by Old Limpet”.',
            replies: [{ by: 'Old Limpet', at: '12:15', text: 'Then I have been somewhere.' }],
          },
        ],
      },
      { by: 'Sixpenny', at: '16:44', text: 'First in the queue for the ferry. I shall bring a book.' },
    ],
  },
  {
    day: 5,
    at: '15:10',
    section: 'Science',
    headline: 'The school’s sourdough is eleven, and has been given its own chair',
    lede: 'It was started by a class that has since left. It is fed at break.',
    tags: ['sourdough', 'schools'],
    by: 'Nan Kettle',
    views: 82,
    body: `The jar stands in Room 4, in the window, on the chair of a boy who moved away. It is fed with flour by whoever did best in spelling and with water by whoever did worst, so that everybody gets a turn.

Miss Adair had the yeast looked at, for the upper school’s biology. Eight kinds are living in it. Seven are the usual ones. The eighth is not in the books, and the laboratory asked where it had been found and what the conditions were. The class wrote back: <i>in Room 4; fair, with fractions in the afternoon</i>.`,
    thread: [
      {
        by: 'Ironwort',
        at: '15:29',
        text: 'I had a slice at the open evening. It was firm but just.',
        replies: [{ by: 'Nan Kettle', at: '15:36', text: 'That is the fractions.' }],
      },
    ],
  },
]
