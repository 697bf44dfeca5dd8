// What lies on the desk of the demo edition: submissions that wait, one sent back and one scheduled. Pure.
import type { DemoSubmission } from '../shape.ts'

export const submissions: DemoSubmission[] = [
  {
    by: 'Bittern',
    minutesAgo: 104,
    section: 'Town & Harbour',
    headline: 'The school bus and the ferry are to be introduced to each other',
    lede: 'They have left the same corner at the same minute, in opposite directions, since 1998.',
    source: { url: 'https://example.org/hawsing/timetables', name: 'The county timetable' },
    tags: ['ferry', 'timetables'],
    body: `The county has put the two timetables side by side, which nobody had done, and found that the bus from the school reaches Herring Quay at 15:42. The ferry leaves Herring Quay at 15:42.

From the spring the ferry will wait until 15:46. <b>Four minutes</b> is what a child with a trombone needs from the bus to the gangway; it was measured with a child and a trombone.

<h2>What it costs</h2>

Two connections at the far side move with it. The third, the bus over the hill, has said that it will think about it.`,
  },
  {
    by: 'petrichor_9',
    minutesAgo: 48,
    section: 'Science',
    headline: 'Four mosses nobody was looking for, on a wall that everybody leans on',
    lede: 'A survey of the churchyard wall has found more than it went out for, and less of the wall.',
    tags: ['moss', 'walls'],
    body: `I went to count one moss and came back with five. Four of them are in no list for this side of the bay.

<blockquote>They are not rare. It is looking that is rare.</blockquote>

The wall is eleven metres shorter than the map says. I measured it twice. The mosses are in the part that is there.

<ul>
<li>Two on the north face, under the coping
<li>One where the downpipe has dripped since the last verger
<li>One on the verger's bicycle, which leans there and is counted as wall
</ul>`,
  },
  {
    by: 'Sixpenny',
    minutesAgo: 26 * 60,
    section: 'Technology',
    headline: 'I have built a tide clock out of a kitchen timer',
    lede: 'It is right twice a day, and the rest of the time it is nearly right, like the tide.',
    tags: ['clocks', 'tides'],
    body: `It runs for twelve hours and twenty-five minutes and then it rings. You turn it back yourself, so you always know when it is high water, because you have to be there.

The parts cost less than a bag of chips.`,
    returned: {
      by: 'Galley Proof',
      word: 'I would like to run this. Please say which timer, and what happens at neaps; and a picture of it would help.',
    },
  },
  {
    by: 'Nan Kettle',
    minutesAgo: 7 * 60,
    section: 'Letters',
    headline: 'In defence of the last biscuit',
    lede: 'It is not greed that leaves it on the plate.',
    tags: ['manners'],
    body: `Somebody wrote that a town which leaves the last biscuit is a town that cannot make up its mind. I have given teas in the Seamen's Hall for thirty years and I would say the opposite.

The last biscuit is how we say that there was enough. Take it, and there was not.`,
    scheduled: { by: 'T. Umber', inDays: 1, at: '07:00' },
  },
]

/** What a reader has corrected in the newest edition, and the editor who accepted it. */
export const correction = {
  by: 'Marram',
  headline: 'Lamp moth counted for the fortieth year, at the same lamp',
  passage: 'Mrs Pell at number 3',
  says: 'Mrs Pell at number 5',
  acceptedBy: 'Galley Proof',
  note: 'Mrs Pell lives two doors up',
}
