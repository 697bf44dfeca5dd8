// The newest day of the demo edition: its afternoon. Pure.
import type { DemoArticle } from '../shape.ts'

export const articles: DemoArticle[] = [
  {
    day: 0,
    at: '12:52',
    section: 'Science',
    headline: 'Lamp moth counted for the fortieth year, at the same lamp',
    lede: 'The count is up by two. The counter is down by one, since her brother moved inland.',
    source: { url: 'https://moths.example.net/counts/hawsing', name: 'Wend Valley Moth Record' },
    tags: ['moths', 'counting'],
    by: 'petrichor_9',
    views: 503,
    picture: {
      file: 'moth.webp',
      alt: 'A large moth with its wings spread, drawn from above, with an eye spot on each of its four wings.',
      caption: 'A lamp moth, about one and a half times life size',
      credit: 'Drawn for Broadside',
    },
    body: `The lamp at the corner of Rope Walk and Lock Lane has been watched on the same night every year by the Misses Tansy, one of whom counts while the other writes it down. This year’s total of lamp moths is 31. Last year there were 29, and in the first year 112, when the lamp was gas.

The record is thought to be the longest made anywhere by two people who cannot stand moths. They began it to settle an argument about the colour of the lamp.

The argument was not settled. A paper published this week uses all forty years to show that the number of moths depends on the moon, the wind and the washing, which Mrs Pell at number 3 puts out at night when it is dry. <i>Washing</i> is the strongest effect of the three. White sheets take as many as a third of the moths from the lamp.

Mrs Pell has been thanked in a footnote.`,
    thread: [
      {
        by: 'Marram',
        at: '12:58',
        text: 'Does the paper give the thread count of the sheets?',
        replies: [{ by: 'petrichor_9', at: '13:03', text: 'In the supplement. It is cotton, “medium, much washed”.' }],
      },
      {
        by: 'Bell Buoy',
        at: '13:07',
        text: 'How did one of them count and write at the same time this year?',
        replies: [
          {
            by: 'petrichor_9',
            at: '13:10',
            text: 'She rang her brother and said each one down the telephone.',
            replies: [
              {
                by: 'Bell Buoy',
                at: '13:13',
                text: 'And he wrote them down?',
                replies: [
                  {
                    by: 'petrichor_9',
                    at: '13:16',
                    text: 'He wrote 30. They are not speaking. The paper says “31 (30)”.',
                    replies: [{ by: 'Sixpenny', at: '13:25', text: 'At last, an error bar with a family in it.' }],
                  },
                ],
              },
            ],
          },
        ],
      },
      {
        by: 'slackwater',
        at: '13:34',
        text: 'What colour was the lamp?',
        replies: [{ by: 'petrichor_9', at: '13:39', text: 'Out of scope.' }],
      },
    ],
  },
  {
    day: 0,
    at: '10:20',
    section: 'Science',
    headline: 'Gulls remember a sandwich for longer than the study lasted',
    lede: 'The researchers came back after two years. So did the gulls.',
    source: { url: 'https://journal.example.com/shorebirds/41', name: 'Shorebirds, vol. 41' },
    tags: ['gulls', 'memory'],
    by: 'Ironwort',
    views: 302,
    body: `Two years ago a party from the field station ate its lunch on the slip every day for a month. On half of the days one of them, always the same one, dropped a crust. The gulls learned who it was in four days.

The plan was to stay away for six months, come back, and see how much they had forgotten. The money ran out and it became two years. On the first morning all four researchers sat down on the slip with sandwiches. The crust-dropper, by now with a beard and another coat, was surrounded within a minute and a half. The other three were not approached.

The authors conclude that a herring gull can keep a face in mind for 25 months <b>at least</b>. They are not able to say at most, and the dropper has asked to be left out of any further work.`,
    thread: [
      {
        by: 'Old Limpet',
        at: '10:31',
        text: 'I trod on one in 1986. By accident. I still go round by the chapel.',
        replies: [
          {
            by: 'Halyard Jo',
            at: '10:37',
            text: 'It cannot be the same one.',
            replies: [{ by: 'Old Limpet', at: '10:40', text: 'They tell their children.' }],
          },
        ],
      },
      {
        guest: 'Field Station',
        at: '11:12',
        text: 'For accuracy: it was a cheese crust. And the beard was grown for the purpose.',
        replies: [
          {
            by: 'Ironwort',
            at: '11:17',
            text: 'Did you correct for the coat?',
            replies: [
              {
                guest: 'Field Station',
                at: '11:22',
                text: 'We corrected for the coat by losing it. One of them has it.',
              },
            ],
          },
        ],
      },
    ],
  },
  {
    day: 0,
    at: '08:05',
    section: 'Science',
    headline: 'Rock-pool survey finds the crab where it was last year',
    lede: 'It is not known whether it had been anywhere in between.',
    tags: ['rock pools', 'crabs'],
    by: 'Marram',
    views: 188,
    body: `The survey of the pools below Tolling Head is made each year by the upper school. The pools have numbers, painted on the rock, and the pupils have pencils on strings.

Pool 14 had a green shore crab under the overhang on its northern side, as it did last year, and as somebody drew it the year before that in the same attitude, with one claw out. The teacher in charge, Miss Adair, had it photographed beside a ruler. It has grown by six millimetres. The ruler is also last year’s: it had been left there.

Asked whether this proves that it is the same crab, the class voted 17 to 9 that it does not. The minority has started a book about it.`,
    thread: [
      {
        by: 'Bell Buoy',
        at: '08:33',
        text: 'Has anybody considered that it wants the ruler?',
        replies: [{ by: 'Marram', at: '08:41', text: 'It had kept it very clean.' }],
      },
      { by: 'slackwater', at: '09:58', text: '17 to 9 is more rigour than we get from the Steps.' },
    ],
  },
  {
    day: 0,
    at: '13:58',
    section: 'Technology',
    headline: 'The light at Tolling Head is now a bulb the size of a plum',
    lede: 'It can be seen for nineteen miles. The old one could be seen for nineteen miles, and warmed the whole stair.',
    tags: ['lighthouse', 'electricity'],
    by: 'T. Umber',
    views: 431,
    picture: {
      file: 'lighthouse.webp',
      alt: 'A striped lighthouse on a rock at night, sending a beam to either side over a dark sea.',
      caption: 'Tolling Head, before and after: they look the same',
      credit: 'Drawn for Broadside',
    },
    body: `The lamp in the lighthouse was changed on Monday last. The old one stood as high as a milk churn and took two people to lift. The new one came in the post.

It gives the same light for about a twelfth of the electricity. The lens, which was made in 1871, has been left where it is, because nobody could think of anything better: it floats in a trough of oil and can be turned with one finger. The engineer who fitted the new lamp asked if she might turn it with one finger, and did so, <i>for some time</i>.

The only thing lost is the heat. The old lamp kept the lantern room at eighteen degrees in January, and a colony of ladybirds has wintered there for longer than the visitors’ book has been kept. The keeper has put in a request for a small heater. Under “purpose” he wrote “ladybirds”, and it was approved.`,
    thread: [
      {
        by: 'Bittern',
        at: '14:05',
        text: 'I can see it from bed and it is whiter. I do not say worse.',
        replies: [
          {
            by: 'petrichor_9',
            at: '14:09',
            text: 'The old one was 2,900 kelvin. This one is 4,000, from the data sheet. Your bedroom is now technically noon.',
            replies: [
              {
                by: 'Bittern',
                at: '14:13',
                text: 'It is noon for a third of a second, every fifteen seconds. I could get used to that.',
              },
            ],
          },
        ],
      },
      {
        by: 'Purser',
        at: '14:15',
        text: 'What happened to the old bulb?',
        replies: [
          {
            by: 'T. Umber',
            at: '14:20',
            text: 'It is on the counter in the library, under a tea cosy, until somebody builds a case.',
            replies: [
              {
                by: 'Purser',
                at: '14:22',
                text: 'I have a shelf.',
                replies: [{ by: 'Sixpenny', at: '14:24', text: 'You have <b>a</b> bracket.' }],
              },
            ],
          },
        ],
      },
      {
        by: 'Halyard Jo',
        at: '14:29',
        text: 'Nineteen miles by what test?',
        replies: [
          { by: 'T. Umber', at: '14:34', text: 'A man on the Thumb ferry held up a newspaper and said “yes”.' },
        ],
      },
    ],
  },
  {
    day: 0,
    at: '11:32',
    section: 'Technology',
    headline: 'Library goes back to its old shelf numbers after three weeks',
    lede: 'The new ones were perfectly logical. Nobody could find the cookery.',
    source: { url: 'https://library.example.org/hawsing/shelf-numbers', name: 'Hawsing Library' },
    tags: ['library', 'catalogues'],
    by: 'Galley Proof',
    views: 172,
    body: `The new scheme had been bought with the new catalogue, and put every book under what it was chiefly about. This is harder than it sounds. <i>A Winter on the Thumb</i> is about an island, knitting, and a disagreement about a goat. It was filed under goats.

Readers were asked for patience, and gave it, and wandered. The reading room had its busiest three weeks for a decade, because people who had come in for one thing kept meeting another. Loans went up by a fifth. Complaints went up by a third.

On balance the librarian, Mr Sallow, has restored the old numbers. He has kept one shelf, by the radiator, where books are put under what they turned out to be about. The goat is still on it.`,
    thread: [
      { by: 'Nan Kettle', at: '11:44', text: 'I went in for bread and came out with lichens. I have no regrets.' },
      {
        by: 'dogwatch',
        at: '12:05',
        text: 'There is a case for a library that is wrong in a new way every month.',
        replies: [
          {
            by: 'Galley Proof',
            at: '12:10',
            text: 'There is. It is called the returns trolley.',
            replies: [
              {
                by: 'Marram',
                at: '12:36',
                text: 'I only ever borrow from the returns trolley. Somebody else has already tried them.',
              },
            ],
          },
        ],
      },
    ],
  },
  {
    day: 0,
    at: '07:20',
    section: 'Technology',
    headline: 'The printer that keeps the ferry timetable is older than the ferry',
    lede: 'It has nine pins, of which seven work. This is why there is no 07:40 on the board.',
    tags: ['printers', 'ferry'],
    by: 'slackwater',
    views: 112,
    body: `The departures sheet in the ticket office is printed afresh every morning on a dot-matrix printer that was bought with the office. Its two lowest pins gave out some winters ago. Every figure has since lacked its feet.

This makes little difference to a 1 or a 7. A 2 becomes doubtful. A 4 and a 9 look alike if the ribbon is dry, and it was found that passengers for the 07:40 were coming for the 07:90, or rather were ringing up to ask about it.

The company moved that sailing to 07:31 rather than replace the printer, since ribbons could still be had for it and nobody was sure what else it was connected to. On being unplugged, in 2019, for cleaning, it turned out to be the lights.`,
    thread: [
      {
        by: 'Bell Buoy',
        at: '07:49',
        text: 'I have a drawer of those pins. They are 0.3 mm and will end up in your carpet.',
        replies: [{ by: 'slackwater', at: '08:02', text: 'Bring the drawer. Leave the carpet.' }],
      },
    ],
  },
  {
    day: 0,
    at: '12:20',
    section: 'Weather & Sea',
    headline: 'Harbour barometer tapped once too often',
    lede: 'It has read “Change” for nine days. The weather has not.',
    tags: ['barometer', 'harbour office'],
    by: 'Bell Buoy',
    views: 338,
    picture: {
      file: 'barometer.webp',
      alt: 'A round wall barometer in a carved wooden ring. The dial reads Storm, Rain, Change, Fair and Quite So; the needle stands a little before Change.',
      caption: 'The harbour office barometer. The last word is original.',
      credit: 'Drawn for Broadside',
    },
    body: `The barometer in the lobby of the harbour office is tapped by everybody who goes in. The glass has a pale spot at the place, about as big as a fingertip. It is held to be bad luck to leave without, and worse manners to do it twice.

The instrument maker who came to look at it on Friday said that in his opinion it has been tapped something over two million times, and that a linkage has had enough. He will take it away for three weeks. In its place he has hung a digital one that shows the pressure to a tenth of a hectopascal.

By noon on the first day the digital one had been tapped until it showed the time in another country. A card has been put beside it: <b>please do not tap; it knows.</b>`,
    thread: [
      {
        by: 'Old Limpet',
        at: '12:30',
        text: 'Always twice in our family. Once for the glass and once for the needle.',
        replies: [{ by: 'Bell Buoy', at: '12:34', text: 'So that is where one of the two million came from.' }],
      },
      {
        by: 'Halyard Jo',
        at: '12:48',
        text: 'Why does it say “Quite So” after “Fair”?',
        replies: [
          {
            by: 'Nan Kettle',
            at: '12:51',
            text: 'Because the maker’s wife used to say it. There is one in the chapel that goes Rain, Much Rain, and Well.',
            replies: [{ by: 'Halyard Jo', at: '12:54', text: 'I would rather have that one.' }],
          },
        ],
      },
      { by: 'lee_shore', at: '13:20', text: '“Please do not tap; it knows” would do for this site’s rules.' },
    ],
  },
  {
    day: 0,
    at: '09:44',
    section: 'Weather & Sea',
    headline: 'Fog, in four grades',
    lede: 'The pilots have written down the words they use, at the request of a pilot who was using different ones.',
    source: { url: 'https://pilots.example.org/hawsing/words', name: 'Hawsing Pilots' },
    tags: ['fog', 'words'],
    by: 'slackwater',
    views: 188,
    body: `The list was pinned up in the pilots’ hut this week and is meant for the new launch crew. It has been public for years, in the sense that everybody knew it and nobody had agreed on it.

<ul><li><b>Damp</b>: you can see the far end of the breakwater, but would not swear to it.</li><li><b>Thick</b>: you can see the bow.</li><li><b>Wool</b>: you can see the cup you are holding.</li><li><b>Gone</b>: stay in the hut.</li></ul>

A fifth word, <i>smur</i>, was struck out after discussion, being rain.`,
    thread: [
      {
        by: 'dogwatch',
        at: '09:59',
        text: '“Wool” is a serious word. I was once in wool for six hours beside what I took to be the quay, and it was a cow.',
        replies: [
          {
            by: 'Marram',
            at: '10:25',
            text: 'At sea?',
            replies: [{ by: 'dogwatch', at: '10:28', text: 'She had been wondering the same.' }],
          },
        ],
      },
      { by: 'Third Trombone', at: '10:50', text: 'The band has the same four for trumpets.' },
    ],
  },
  {
    day: 0,
    at: '06:50',
    section: 'Weather & Sea',
    headline: 'A swell from a storm that nobody saw',
    lede: 'The waves at the bar were fourteen seconds apart, under a clear sky. They had been travelling for three days.',
    source: { url: 'https://buoys.example.net/outer/bulletin', name: 'Outer Buoys Bulletin' },
    tags: ['waves', 'forecasts'],
    by: 'Old Limpet',
    views: 47,
    body: `Yesterday the sea at the bar was as smooth as a table and going up and down by two metres. The wind was nothing at all. Boats at the moorings nodded, all together, about four times a minute.

Long waves travel faster than short ones, and so they arrive first, like the people who are early for a wedding. From the spacing of the first and the spacing of the last, the bulletin works out where they set off: some two thousand miles to the south-west, in a storm that had blown itself out before anyone gave it a name.

The bulletin has therefore given it one. It is down as <i>Previous</i>.`,
    thread: [],
  },
  {
    day: 0,
    at: '13:12',
    section: 'Beyond the breakwater',
    headline: 'A village up the valley gets a roundabout, and somebody to explain it',
    lede: 'Mr Fennimore will stand beside it until the end of the month.',
    source: { url: 'https://wend.example.com/roads/roundabout', name: 'Wend Valley Record' },
    tags: ['roads', 'villages'],
    by: 'T. Umber',
    views: 195,
    body: `Little Mossop had one crossroads and no accidents. It has been given a roundabout because the road money had to be spent by a certain date and the certain date was a Friday.

For the first two days traffic stopped on all four sides and waited to be introduced. On the third the parish engaged Mr Fennimore, who used to teach country dancing, to stand on the grass in the middle and call. By Monday drivers were going round <i>in sets of four</i>, and some of them were coming back for a second turn.

He says that the principle is the same: you give way to whoever has your right hand, you do not stop to admire, and when you come to your own place you leave without a fuss.`,
    thread: [
      {
        by: 'Nan Kettle',
        at: '13:19',
        text: 'I learned the Circassian from Mr Fennimore. He had a whistle that could stop a bull.',
      },
      {
        by: 'Sixpenny',
        at: '13:28',
        text: 'Does he do lifts? Ours at the car park only goes up.',
        replies: [{ by: 'Halyard Jo', at: '13:33', text: 'Then it must be very crowded at the top.' }],
      },
      { by: 'Marram', at: '13:47', text: 'I drove up to look. You are not supposed to clap.' },
    ],
  },
  {
    day: 0,
    at: '07:04',
    section: 'Beyond the breakwater',
    headline: 'Toll bridge raises its toll for the first time in a century, by a halfpenny',
    lede: 'Halfpennies having gone, it will be charged at every second crossing.',
    source: { url: 'https://bridges.example.net/quern', name: 'The Quern Bridge Company' },
    tags: ['bridges', 'tolls'],
    by: 'Ironwort',
    views: 239,
    body: `The bridge over the Quern at Nether Wend belongs to a company of eleven shareholders, nine of whom live within sight of it. The toll was a penny from the day it was opened. Last year’s takings came to 212 pounds and a button.

The shareholders agreed that something had to be done about the paint. A penny more was thought greedy. A halfpenny was carried unanimously, and it was only then that somebody asked how it was to be paid.

The toll keeper now has a book. In it are the names of all those who owe a halfpenny, and whoever crosses again pays three and is struck out. Strangers are asked when they think they will be back. According to the keeper <b>most of them have come</b>.`,
    thread: [
      {
        by: 'Purser',
        at: '07:35',
        text: 'I have owed them a halfpenny since the first of the month and am not sleeping.',
        replies: [{ by: 'Ironwort', at: '07:44', text: 'Go on a wet day. There is no queue.' }],
      },
      {
        by: 'Bittern',
        at: '09:21',
        text: 'What was the button worth?',
        replies: [{ by: 'Ironwort', at: '09:33', text: 'It was accepted.' }],
      },
    ],
  },
]
