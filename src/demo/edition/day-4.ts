// The demo edition, four days before its newest. Pure.
import type { DemoArticle } from '../shape.ts'

export const articles: DemoArticle[] = [
  {
    day: 4,
    at: '08:33',
    section: 'Technology',
    headline: 'The chapel clock is set by the baker, who sets his by the chapel clock',
    lede: 'Between them they have drifted by seven minutes since Easter, in perfect agreement.',
    tags: ['clocks', 'bakery'],
    by: 'Bell Buoy',
    views: 592,
    lead: true,
    body: `The chapel clock has no radio and wants none. It is wound on Mondays by Mr Sallow senior, who puts it right as he comes past by the clock in the bakery window. That one is put right every morning by Mr Abel Crumb, at the first stroke of six from the chapel.

Neither knew about the other. It came out at the dentist’s, where they sat side by side and both were seven minutes late.

<h2>How fast it goes</h2>

The chapel clock loses two seconds a day. By rights that would have been noticed within the month. But the baker, too, has been late by two seconds a day, and so have the bread, the school, which goes by the bread, and the number 4 bus, whose driver has a roll at ten to eight.

The only person to have been out of step was Miss Oke at the harbour office, who has the time signal on the wireless.

<ednote><b>Editor’s note, 10:20.</b> She asks us to say that she had mentioned it, and had been told that she was early. T. Umber</ednote>

The two clocks were put right together at noon, which came seven minutes before anybody was ready for it.`,
    thread: [
      {
        by: 'Old Limpet',
        at: '08:50',
        text: 'So I am seven minutes younger.',
        replies: [
          {
            by: 'petrichor_9',
            at: '08:54',
            text: 'Older. The clock was slow. There was more time than it said.',
            replies: [{ by: 'Old Limpet', at: '08:59', text: 'I shall have to sit down.' }],
          },
        ],
      },
      {
        by: 'Ironwort',
        at: '09:16',
        text: 'Two seconds a day for seven minutes is 210 days. Easter does not come out, unless it was last Easter’s predecessor.',
        replies: [{ by: 'Bell Buoy', at: '09:22', text: 'He set it wrong at Easter. It was a late service.' }],
      },
      {
        by: 'Mrs Ottaway',
        at: '10:05',
        text: 'Miss Oke was never early in her life. I was at school with her. She was <i>there</i>.',
      },
      {
        by: 'Third Trombone',
        at: '12:30',
        text: 'We tune to the ferry and the ferry goes by the wireless, so the band has been right the whole time and has been told that it rushes.',
        replies: [
          {
            by: 'Halyard Jo',
            at: '12:37',
            text: 'You do also rush.',
            replies: [{ by: 'Third Trombone', at: '12:39', text: 'We do also rush.' }],
          },
        ],
      },
      {
        by: 'Purser',
        at: '+1 07:51',
        text: 'Had my roll at ten to eight this morning. The driver was just finishing his. We looked at each other.',
      },
    ],
  },
  {
    day: 4,
    at: '12:15',
    section: 'Weather & Sea',
    headline: 'Rainfall record falls to a bird bath',
    lede: 'The official gauge was under a tree. The bird bath was not, and somebody had been writing it down.',
    source: { url: 'https://rain.example.net/stations/hawsing', name: 'Valley Rain Gauges' },
    tags: ['rain', 'records'],
    by: 'slackwater',
    views: 205,
    body: `The wettest day at Hawsing has stood at 71 millimetres since the gauge was put in. It was put in on an open lawn. There is now a beech over it, planted by the same committee.

At Number 3, Rope Walk, the Misses Tansy have measured their bird bath with a knitting needle at eight every morning since they stopped speaking to the committee. The needle is marked in stitches. A stitch has been found to be 2.1 millimetres, the same all along, and last autumn’s great wet day was forty-four of them.

The record is therefore 92.4. A correction has been made for sparrows.`,
    thread: [
      {
        by: 'petrichor_9',
        at: '12:24',
        text: 'How large is the sparrow correction?',
        replies: [
          {
            by: 'slackwater',
            at: '12:31',
            text: 'Half a stitch, in either direction. Some splash out and some bring it in on themselves.',
          },
        ],
      },
      {
        by: 'Nan Kettle',
        at: '13:40',
        text: 'They stopped speaking to the committee over the beech. I remember because it was raining.',
        replies: [{ by: 'Marram', at: '13:48', text: 'How much?' }],
      },
    ],
  },
  {
    day: 4,
    at: '17:20',
    section: 'Town & Harbour',
    headline: 'Lifeboat exercise rescues a hat',
    lede: 'It was a good hat, and the crew had been told to bring back what they found.',
    tags: ['lifeboat', 'hats'],
    by: 'Purser',
    views: 171,
    body: `A straw dummy was to have been picked up off the bar at three. It had been thrown in at two, and was last seen going out past the breakwater at a fair speed with its arm up.

The boat found no dummy. It found a brown felt hat, riding high, size seven and an eighth, about a mile off Tolling Head, and carried out the exercise on that. The hat was brought alongside, spoken to calmly, and wrapped in a blanket. The crew did it in four minutes, which is a station record.

The owner has come forward. He lost it off the ferry in the spring. He says that <b>it is a better shape now</b>.`,
    thread: [
      {
        by: 'Bell Buoy',
        at: '17:32',
        text: 'And the dummy?',
        replies: [{ by: 'Purser', at: '17:38', text: 'Rang from the Thumb. Somebody has given it a coat.' }],
      },
      {
        by: 'Halyard Jo',
        at: '+2 09:14',
        text: 'It came back on the Constance this morning, in a window seat. They charged it as a child.',
      },
    ],
  },
]
