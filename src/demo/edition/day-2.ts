// The demo edition, two days before its newest. Pure.
import type { DemoArticle } from '../shape.ts'

export const articles: DemoArticle[] = [
  {
    day: 2,
    at: '07:55',
    section: 'Science',
    headline: 'Tea goes cold faster in the harbour office, and it is now known why',
    lede: 'For thirty years it was put down to the job. It is a pipe.',
    tags: ['tea', 'heat', 'harbour office'],
    by: 'Ironwort',
    views: 843,
    lead: true,
    body: `Tea made in the harbour office is cold in eleven minutes. Anywhere else in Hawsing it takes twenty-six. This has been observed by five harbour masters, and the fourth of them, who was a careful man, resigned over it.

The upper school took it on as a project. Its members put thermometers in forty cups over four weeks: office tea at the office, office tea elsewhere, other tea at the office, and water, as a control. It was not the tea, nor the milk, nor the cups. It was the <b>left-hand end of the desk</b>.

<h2>The pipe</h2>

Behind the panel at that end runs a copper pipe an inch across. It comes from the ice house that once stood on the quay and goes to the fish cellar, both of which were taken down in 1958. The pipe was forgotten. It is open at either end, slopes a little, and on any day when the sea is colder than the street it draws cold air along under the desk, just as it was meant to do for herring.

Mrs Quaife has moved her cup to the right-hand end. She has had the panel made into a door, and keeps the milk there.`,
    thread: [
      {
        by: 'Old Limpet',
        at: '08:11',
        text: 'The fourth one was Captain Lisle. He said that the place took the heat out of everything. We thought that he meant us.',
        replies: [{ by: 'Nan Kettle', at: '08:16', text: 'He did also mean us.' }],
      },
      {
        by: 'petrichor_9',
        at: '08:25',
        text: 'Forty cups, four conditions, ten each. A nice design. Did they stir?',
        replies: [
          {
            by: 'Ironwort',
            at: '08:30',
            text: 'Three times clockwise in every case. It is in the appendix, with a drawing of the spoon.',
            replies: [
              {
                by: 'petrichor_9',
                at: '08:33',
                text: 'I withdraw all reservations and would like the appendix.',
                replies: [{ by: 'Ironwort', at: '08:38', text: 'It is pinned up at the school, next to the crab.' }],
              },
            ],
          },
        ],
      },
      {
        by: 'Purser',
        at: '08:51',
        text: 'Who drank the forty cups?',
        replies: [{ by: 'Marram', at: '08:57', text: 'The caretaker. He has it down in his diary as “a good month”.' }],
      },
      {
        by: 'slackwater',
        at: '09:20',
        text: `Newton’s law of cooling has the draught in it, near enough. If eleven and twenty-six are times to the same temperature, the office loses heat 2.4 times as fast.

<code>26 / 11 = 2.36</code>`,
        replies: [
          {
            by: 'Bell Buoy',
            at: '09:26',
            text: 'So you should drink 2.4 times as fast.',
            replies: [
              {
                by: 'slackwater',
                at: '09:28',
                text: 'Or 2.4 times as often.',
                replies: [{ by: 'Sixpenny', at: '09:33', text: 'I have found my career.' }],
              },
            ],
          },
        ],
      },
      {
        by: 'Halyard Jo',
        at: '10:44',
        text: 'Where does the other end come out now?',
        replies: [
          {
            by: 'Ironwort',
            at: '10:52',
            text: 'Under the third seat in the bus shelter.',
            replies: [
              {
                by: 'Third Trombone',
                at: '11:00',
                text: 'I always said that seat was sharp.',
                replies: [{ by: 'Bittern', at: '11:04', text: 'And I have been blaming the timetable.' }],
              },
            ],
          },
        ],
      },
      {
        guest: 'Upper School',
        at: '14:20',
        text: 'Thank you for writing about our project. We got a B because the title was too long.',
        replies: [
          {
            by: 'Galley Proof',
            at: '14:31',
            text: 'Send it to me. I do titles.',
            replies: [
              {
                guest: 'Upper School',
                at: '+1 15:10',
                text: 'We did and it is an A minus. The minus is for the spoon.',
              },
            ],
          },
        ],
      },
    ],
  },
  {
    day: 2,
    at: '10:10',
    section: 'Town & Harbour',
    headline: 'Plot 12 enters the same marrow under two names',
    lede: 'It was weighed twice, and came first and third.',
    tags: ['allotments', 'marrows'],
    by: 'Marram',
    views: 273,
    body: `The marrow class at the autumn show was won by Mr Dunnock of Plot 12 with a marrow of 14.2 kilograms, from Mrs Tansy of Plot 3 with one of 13.9. The third prize went to “A. Friend”, 13.7.

It was the steward’s daughter, aged nine, who saw that the first and the third had the same scar. Mr Dunnock agreed at once. He had taken it back to the shed between weighings in order to see what it would fetch if it were <i>more modest</i>.

How it came to lose half a kilogram on the way is still being considered. He says that it was nerves. The prize stands, since there is no rule, and by tonight there will be one.`,
    thread: [
      { by: 'Halyard Jo', at: '10:22', text: 'The shame of being beaten by oneself, twice removed.' },
      {
        by: 'Sixpenny',
        at: '10:35',
        text: 'Half a kilo is a sandwich with a slice of marrow in it. Look at his lunch box.',
        replies: [
          {
            by: 'Marram',
            at: '10:41',
            text: 'The scar had moved.',
            replies: [{ by: 'Sixpenny', at: '10:43', text: 'There you are.' }],
          },
        ],
      },
      {
        by: 'Nan Kettle',
        at: '17:02',
        text: 'Mrs Tansy came second to the same vegetable on both sides. I should want two medals.',
      },
    ],
  },
  {
    day: 2,
    at: '12:44',
    section: 'Beyond the breakwater',
    headline: 'The Thumb takes its census by shouting',
    lede: 'The island has 41 people, two hills, and no wind on a good day.',
    source: { url: 'https://thumb.example.org/census', name: 'The Thumb Parish Sheet' },
    tags: ['islands', 'counting'],
    by: 'Old Limpet',
    views: 196,
    body: `On a still evening once in every ten years the schoolmistress goes up the one hill and the constable up the other. She calls the name of a house, and the house calls back how many are in it. The constable writes down what he hears.

This time it came to 43. Two were found to be echoes, from the cliff behind the chapel, which always answers a little high. They have been taken off again, though not before somebody had proposed that they be given a seat on the parish council.

The number is down by one since the last time. <b>That is Mr Brill</b>, who is staying with his sister in Hawsing until the wind drops, and shouted from here.`,
    thread: [
      { by: 'Bell Buoy', at: '12:58', text: 'We heard him. We thought that it was about the ferry.' },
      {
        by: 'dogwatch',
        at: '13:10',
        text: 'What did he shout?',
        replies: [{ by: 'Old Limpet', at: '13:14', text: '“Not in.”' }],
      },
      {
        by: 'Third Trombone',
        at: '13:55',
        text: 'That cliff answers a major third above. It is the only tuned cliff in the district.',
        replies: [{ by: 'Old Limpet', at: '14:01', text: 'It has gone off since they moved the goats.' }],
      },
    ],
  },
  {
    day: 2,
    at: '16:12',
    section: 'Technology',
    headline: 'The sewing machine at the repair evening was a wireless',
    lede: 'It had been oiled every spring since 1961 and has never sewn anything.',
    tags: ['mending', 'radio'],
    by: 'slackwater',
    views: 91,
    body: `It came in under its own cover, with a treadle. Its owner had it from her mother, who had it from a cousin, and all three had kept it oiled and had found it stiff.

Inside was a three-valve receiver, very neatly built, with the treadle as the generator. With somebody to pedal, it brought in the shipping forecast. It is thought that the cousin was not allowed a wireless in her lodgings and was known to be fond of dressmaking.

The valves have been cleaned and the oil has been let out: a little under two litres. The owner has bought a needle for it, <i>so as not to disappoint it altogether</i>.`,
    thread: [],
  },
]
