// The newest day of the demo edition: its lead, and the longest thread of all. Pure.
import type { DemoArticle } from '../shape.ts'

export const articles: DemoArticle[] = [
  {
    day: 0,
    at: '07:42',
    section: 'Town & Harbour',
    headline: 'The Ninety-Nine Steps are ninety-eight',
    lede: 'The harbour office ordered one bracket a step for the new handrail, and the ironfounder has one left over. Nobody has counted since the sign went up in 1908.',
    tags: ['steps', 'harbour office', 'arithmetic'],
    by: 'Ironwort',
    views: 4386,
    lead: true,
    picture: {
      file: 'steps.webp',
      alt: 'A steep stone stairway seen from above, between dark houses, going down to a harbour with a lighthouse and a sailing boat. A cat sits on one of the steps.',
      caption: 'The steps from the top, with Bosun on duty',
      credit: 'Drawn for Broadside',
    },
    body: `The Ninety-Nine Steps go down from Rope Walk to Herring Quay, and there are ninety-eight of them. This was established yesterday afternoon, when Dunnock & Daughter finished the new handrail and had a bracket left over. The order had been for ninety-nine, one for every step, because that is what it says on the sign.

The foundry does not miscount brackets. It stamps a number on each. The harbour clerk, Miss Winifred Oke, was therefore sent out with a stick of chalk. She counted eleven times. Nine counts came to 98, one to 97, in the course of which she was spoken to by a dog, and one to 99, which she puts down to wanting to go home.

<foto src="picture:bracket.webp" alt="A cast-iron scroll bracket under a shelf, with a fern in a pot on the shelf and a paper tag with the number 99 on the iron">Bracket 99, in its present position</foto>

<h2>Where it might have gone</h2>

There are three schools. The first holds that the bottom step lies under the silt at the foot of the quay, where nobody has looked since the dredger worked the wrong end in 1974. The second says that the top one went in 1988, when Rope Walk was resurfaced and came up by the breadth of a hand. The third says that the landing halfway, known as the Breather, was always counted as a step by people who needed to sit down on it.

<ednote><b>Editor’s note, 12:38.</b> An earlier version said that Miss Oke counted ten times. She counted eleven. The dog was not asked. Galley Proof</ednote>

<h2>What the office says</h2>

The harbour master, Mrs Quaife, will not have the sign altered. It is enamel, it is a hundred and some years old, and it says STEPS as well as 99, so that by her reckoning it is still half right. The spare bracket has been given to a member of the public who asked for it in writing.

The drawings of 1907 might settle the matter. They are in the harbour office, in the tall press, behind the stairs.`,
    thread: [
      {
        by: 'Old Limpet',
        at: '07:51',
        text: 'It was ninety-nine when I was carried up it.',
        replies: [
          {
            by: 'Sixpenny',
            at: '07:55',
            text: 'You were carried. You were not in a position to count.',
            replies: [
              {
                by: 'Old Limpet',
                at: '07:58',
                text: 'My mother counted. Aloud. It is my first memory and I have never been allowed to forget it.',
                replies: [
                  {
                    by: 'Marram',
                    at: '08:06',
                    text: 'Then the question is what she counted. If she said “one” with her foot on the quay and “ninety-nine” with her foot on Rope Walk, she climbed ninety-eight.',
                    replies: [
                      {
                        by: 'Old Limpet',
                        at: '08:11',
                        text: 'She said “one” when she lifted her foot. She was a methodical woman.',
                        replies: [
                          {
                            by: 'Marram',
                            at: '08:15',
                            text: 'Lifted it off what?',
                            replies: [
                              {
                                by: 'Old Limpet',
                                at: '08:19',
                                text: 'Off the quay, Marram. She did not hover.',
                                replies: [
                                  {
                                    by: 'Bell Buoy',
                                    at: '08:24',
                                    text: 'The quay was also lower. My father’s mooring ring is now at knee height and he used to bend for it. Either the quay came up or he did.',
                                    replies: [
                                      {
                                        by: 'Sixpenny',
                                        at: '08:29',
                                        text: 'So the quay rose, the road rose, and the steps stayed where they were. At some point this stops being a flight of steps and becomes a coincidence.',
                                        replies: [
                                          {
                                            by: 'Marram',
                                            at: '08:33',
                                            text: 'If both ends come up by enough we shall lose one a century. Somebody should tell the sign.',
                                            replies: [
                                              {
                                                by: 'Bell Buoy',
                                                at: '08:37',
                                                text: 'The sign has the year 1908 on it. Read it as a birth weight.',
                                                replies: [
                                                  {
                                                    by: 'Old Limpet',
                                                    at: '08:44',
                                                    text: 'She would have liked that. Ninety-nine, all the same.',
                                                  },
                                                  {
                                                    by: 'petrichor_9',
                                                    at: '09:13',
                                                    text: 'A step a century puts the last one in the year 11,800 or so. I have made a note to check.',
                                                  },
                                                ],
                                              },
                                            ],
                                          },
                                        ],
                                      },
                                    ],
                                  },
                                  {
                                    by: 'Halyard Jo',
                                    at: '08:52',
                                    text: 'Nobody in this town has ever said what they lifted their foot off and I have lived here since I was born.',
                                  },
                                ],
                              },
                            ],
                          },
                        ],
                      },
                    ],
                  },
                ],
              },
            ],
          },
          {
            by: 'Mrs Ottaway',
            at: '08:20',
            text: 'I was also carried up it, by the same woman, who was my aunt. It was ninety-nine going up and she never counted going down, because she said that down was free.',
            replies: [
              {
                by: 'Old Limpet',
                at: '08:26',
                text: 'That is true about down.',
                replies: [
                  {
                    by: 'Third Trombone',
                    at: '08:35',
                    text: '<em>Down Was Free</em> is going to be the title of something.',
                  },
                ],
              },
            ],
          },
        ],
      },
      {
        by: 'Purser',
        at: '08:03',
        text: `I am the member of the public who asked for it in writing. I asked because I had a shelf.

<foto src="picture:bracket.webp" alt="The spare bracket screwed to a kitchen wall, holding up a shelf with a fern">Bracket 99. The fern is called Handrail.</foto>

It is very good iron. It will hold up that fern until the sea comes in. It is stamped 99 on the back as well as on the tag, and I would draw everyone’s attention to that, because it is <b>evidence</b>.`,
        replies: [
          {
            by: 'slackwater',
            at: '08:09',
            text: 'Evidence of what? They fitted 1 to 98 and had 99 over. That would happen whichever step was missing.',
            replies: [
              {
                by: 'Purser',
                at: '08:17',
                text: 'Not if they were fitted in their places. Each was cut to its own step. The treads are all worn differently, so the feet are all ground differently. 99 was ground to fit <i>something</i>.',
                replies: [
                  {
                    by: 'slackwater',
                    at: '08:22',
                    text: 'Somebody went down there and measured a step that is not there?',
                    replies: [
                      {
                        by: 'Purser',
                        at: '08:25',
                        text: 'I only say that the foot of it has a hollow of four millimetres, left of the middle. Where people tread.',
                        replies: [
                          {
                            by: 'petrichor_9',
                            at: '08:31',
                            text: 'Four millimetres of hollow is about step 12, to judge by the others. Have you been to ask the foundry?',
                            replies: [
                              {
                                by: 'Purser',
                                at: '08:49',
                                text: 'I have been. The daughter said they measured 98 and guessed one, “out of respect”.',
                                replies: [
                                  {
                                    by: 'slackwater',
                                    at: '08:51',
                                    text: 'Out of respect.',
                                    replies: [
                                      { by: 'Sixpenny', at: '08:56', text: 'I want that on my invoice.' },
                                      {
                                        by: 'Nan Kettle',
                                        at: '09:08',
                                        text: 'Her grandfather would have charged for the respect as a separate line.',
                                      },
                                    ],
                                  },
                                ],
                              },
                            ],
                          },
                        ],
                      },
                    ],
                  },
                ],
              },
              {
                by: 'Bell Buoy',
                at: '08:40',
                text: 'Is the fern load-bearing?',
                replies: [{ by: 'Purser', at: '08:42', text: 'Only emotionally, so far.' }],
              },
            ],
          },
          {
            by: 'Marram',
            at: '09:31',
            text: 'Would you give it back if they found the step?',
            replies: [
              {
                by: 'Purser',
                at: '09:40',
                text: 'I would <s>of course</s> want to see the step first.',
                replies: [{ by: 'Marram', at: '09:43', text: 'Noted, with the crossing-out.' }],
              },
            ],
          },
        ],
      },
      {
        by: 'petrichor_9',
        at: '08:14',
        text: `Everybody please say which thing you are counting. A flight has one more riser than it has treads, if you take the road at the top to be road and the quay at the bottom to be quay.

<pre>risers   = lifts of the foot   = n
treads   = things to stand on  = n - 1
brackets = one per tread       = n - 1</pre>

So 99 lifts of the foot makes 98 treads and 98 brackets. The sign is right, Miss Oke is right, and the only error is in the order form, which wanted <code>n - 1</code>.`,
        replies: [
          {
            by: 'Ironwort',
            at: '08:21',
            text: 'I wrote the story and I had to read this with two fingers on the table. Yes. But is it what the sign meant?',
            replies: [{ by: 'petrichor_9', at: '08:28', text: 'A sign from 1908 means what it can get away with.' }],
          },
          {
            by: 'Bell Buoy',
            at: '08:47',
            text: 'This is the fence and its posts.',
            replies: [
              {
                by: 'Sixpenny',
                at: '08:54',
                text: 'It is always the fence and its posts. I have never once seen the fence.',
              },
            ],
          },
          {
            by: 'Third Trombone',
            at: '08:58',
            text: 'Objection. There are <strong>two</strong> flights with the Breather between them. Each flight has its own extra riser. If you count the Breather as a tread you are back to one short, and if you do not you are two short, and the brackets would be 97.',
            replies: [
              {
                by: 'petrichor_9',
                at: '09:04',
                text: 'There is a bracket on the Breather.',
                replies: [
                  {
                    by: 'Third Trombone',
                    at: '09:06',
                    text: 'Is there? On what? It is flat.',
                    replies: [
                      {
                        by: 'petrichor_9',
                        at: '09:10',
                        text: 'On the edge of it, next to the bench. I went past it twenty minutes ago with my lunch.',
                        replies: [
                          {
                            by: 'Third Trombone',
                            at: '09:16',
                            text: 'Then they counted the Breather as a step. We know who has been counting it, then. The people with the money.',
                            replies: [
                              {
                                by: 'Halyard Jo',
                                at: '09:25',
                                text: 'I sat on that bench in March for the whole of an ice cream and it was certainly not a step.',
                                replies: [
                                  {
                                    by: 'Sixpenny',
                                    at: '09:29',
                                    text: 'What flavour was it?',
                                    replies: [
                                      {
                                        by: 'Halyard Jo',
                                        at: '09:33',
                                        text: 'Rum and raisin. It does not bear on the matter.',
                                        replies: [
                                          {
                                            by: 'slackwater',
                                            at: '09:41',
                                            text: 'It bears on how long you were there.',
                                          },
                                        ],
                                      },
                                    ],
                                  },
                                ],
                              },
                            ],
                          },
                        ],
                      },
                    ],
                  },
                ],
              },
            ],
          },
          {
            by: 'Old Limpet',
            at: '09:18',
            text: 'When I was at school we did this with railings and I got it wrong then too.',
          },
        ],
      },
      {
        guest: 'Retired Postie',
        at: '08:40',
        text: `I carried the post on the Steps for twenty-six years and have an opinion.

<squish>My round had eleven doors on the Steps. You deliver from the top, because your bag is heaviest there and your knees are youngest. The doors are at 4, 9, 17, 23, 31, 44, then the Breather, then 58, 66, 71, 80 and 93. Those are the numbers painted on them, and they are not house numbers, they are step numbers: the houses were named for the step they stood at. Now. From 44 to 58 I always made it thirteen, not fourteen, and so did the man before me, and he told me on my first morning and I told the lad after me on his. So whatever went missing went missing between 44 and 58, which is to say at the Breather, and it went before 1969. I am not saying anybody took it. I am saying that I wore out a pair of boots every fourteen months and that I should know where I put them. The cat is at 71. There has always been a cat at 71.</squish>

If I am wrong about this then the doors are wrong too.`,
        replies: [
          {
            by: 'Ironwort',
            at: '08:46',
            text: 'This is the best thing anybody has told me since I posted it, and you are not even signed in. May I put the doors in the story?',
            replies: [
              {
                guest: 'Retired Postie',
                at: '08:57',
                text: 'You may. Do not give the numbers of the houses that have the good biscuits.',
                replies: [
                  {
                    by: 'Ironwort',
                    at: '09:01',
                    text: 'Agreed. Nobody will hear it from me.',
                    replies: [{ by: 'Nan Kettle', at: '09:12', text: 'It is 31. Everybody knows that it is 31.' }],
                  },
                ],
              },
            ],
          },
          {
            by: 'Marram',
            at: '09:03',
            text: `> whatever went missing went missing between 44 and 58

I live at 58 and I have just been out in my slippers. From my step up to 44 I make it fourteen.`,
            replies: [
              {
                guest: 'Retired Postie',
                at: '09:09',
                text: 'Counting your own doorstep?',
                replies: [
                  {
                    by: 'Marram',
                    at: '09:14',
                    text: 'I withdraw to consider this.',
                    replies: [
                      {
                        by: 'Marram',
                        at: '09:36',
                        text: 'Counting my own doorstep, yes. Thirteen.',
                        replies: [
                          {
                            by: 'Sixpenny',
                            at: '09:39',
                            text: 'The first retraction in the history of this site and it was over a doorstep.',
                            replies: [
                              {
                                by: 'T. Umber',
                                at: '09:48',
                                text: 'Second. There was the eel.',
                                replies: [
                                  { by: 'Old Limpet', at: '09:52', text: 'We agreed not to mention the eel.' },
                                  { by: 'Sixpenny', at: '10:03', text: 'What eel is this?' },
                                ],
                              },
                            ],
                          },
                        ],
                      },
                    ],
                  },
                ],
              },
            ],
          },
          {
            by: 'lee_shore',
            at: '09:22',
            text: 'A word as the moderator on this morning: that is how a squish is used. Long, folded, worth opening.',
          },
          {
            by: 'Bell Buoy',
            at: '11:02',
            text: 'One small thing. If the doors were painted when there were 99, number 93 should be the seventh from the bottom. It is the seventh from the bottom today. So nothing went missing below 93.',
            replies: [
              {
                guest: 'Retired Postie',
                at: '11:11',
                text: 'That is quite right and I am annoyed that I never thought of it.',
                replies: [
                  {
                    by: 'petrichor_9',
                    at: '11:18',
                    text: 'Seventh from the bottom <u>as the bottom is now</u>. If one is under the mud it was once the eighth, and the doors were painted for a flight of a hundred.',
                    replies: [{ by: 'Bell Buoy', at: '11:21', text: 'I should have kept quiet.' }],
                  },
                ],
              },
            ],
          },
        ],
      },
      {
        by: 'Third Trombone',
        at: '09:02',
        text: 'For those who do not play: the march “The Ninety-Nine”, which the Hawsing Silver Band gives on the quay every August, has ninety-nine bars. Aurelius Stott wrote it in 1912, and he paced the steps with a metronome.',
        replies: [
          {
            by: 'Halyard Jo',
            at: '09:11',
            text: 'Counted, or said to have?',
            replies: [
              {
                by: 'Third Trombone',
                at: '09:19',
                text: 'Counted. I have rested through most of them.',
                replies: [
                  {
                    by: 'slackwater',
                    at: '09:24',
                    text: 'With the repeats?',
                    replies: [
                      {
                        by: 'Third Trombone',
                        at: '09:37',
                        text: 'That is the awkward part. My own copy has ninety-eight. Bar 57 has been pasted over with a strip of music paper, very neatly, and there is nothing on the strip.',
                        replies: [
                          {
                            by: 'slackwater',
                            at: '09:42',
                            text: 'Bar 57. And the Breather is after 52.',
                            replies: [
                              {
                                by: 'Third Trombone',
                                at: '09:45',
                                text: 'I have held it up to the window. Under the strip there is a bar with one note in it, a low one, and the word “sit”.',
                                replies: [
                                  {
                                    by: 'Nan Kettle',
                                    at: '09:49',
                                    text: 'Sit! It is plainly “sit”.',
                                    replies: [
                                      {
                                        by: 'petrichor_9',
                                        at: '09:58',
                                        text: 'Unless it is “sic”.',
                                        replies: [
                                          {
                                            by: 'Third Trombone',
                                            at: '10:06',
                                            text: 'I have held it up to the window again. It could be “sic”.',
                                            replies: [
                                              {
                                                by: 'Ironwort',
                                                at: '10:09',
                                                text: 'Between “sit here” and “this is how I found it” lies the entire history of this town.',
                                                replies: [
                                                  {
                                                    by: 'Galley Proof',
                                                    at: '10:16',
                                                    text: 'I am having that for the almanac.',
                                                  },
                                                ],
                                              },
                                            ],
                                          },
                                        ],
                                      },
                                    ],
                                  },
                                ],
                              },
                            ],
                          },
                        ],
                      },
                    ],
                  },
                ],
              },
            ],
          },
          {
            guest: 'A Ringer',
            at: '10:12',
            text: 'The bells do not come into this but I should like them to.',
            replies: [
              {
                by: 'Third Trombone',
                at: '10:15',
                text: 'They are always welcome, at a distance.',
                replies: [
                  {
                    guest: 'A Ringer',
                    at: '10:22',
                    text: 'We rang ninety-nine rounds for the coronation supper and stopped at ninety-eight because the tenor’s rope parted. I mention it only because nobody noticed.',
                    replies: [{ by: 'Old Limpet', at: '10:27', text: 'I noticed. I was waiting to eat.' }],
                  },
                ],
              },
            ],
          },
        ],
      },
      {
        by: 'dogwatch',
        as: 'Pindle Varrow 63',
        at: '09:20',
        text: 'You are all out by one in the other direction. There are a hundred. The first step is the kerb at Rope Walk, which is stone, the same stone, with the same chisel marks, and which everybody steps off without noticing because they are looking at the view.',
        replies: [
          {
            by: 'Sixpenny',
            at: '09:27',
            text: 'Who on earth is Pindle Varrow 63?',
            replies: [
              {
                by: 'dogwatch',
                as: 'Pindle Varrow 63',
                at: '09:30',
                text: 'A citizen with a free morning.',
                replies: [
                  {
                    by: 'Sixpenny',
                    at: '09:34',
                    text: 'There were sixty-two others?',
                    replies: [
                      {
                        by: 'dogwatch',
                        as: 'Pindle Varrow 63',
                        at: '09:38',
                        text: 'We do not talk about the first few.',
                      },
                    ],
                  },
                ],
              },
            ],
          },
          {
            by: 'slackwater',
            at: '09:50',
            text: 'The kerb is granite. The steps are sandstone. I know because I fell on both in the one afternoon.',
            replies: [
              {
                by: 'dogwatch',
                as: 'Pindle Varrow 63',
                at: '09:55',
                text: 'The <b>outer</b> kerb is granite. That is from 1988. Look behind it. There is a sandstone edge three fingers wide, worn hollow left of the middle, like Purser’s bracket.',
                replies: [
                  {
                    by: 'Purser',
                    at: '10:02',
                    text: 'Four millimetres, would you say?',
                    replies: [
                      {
                        by: 'dogwatch',
                        as: 'Pindle Varrow 63',
                        at: '10:08',
                        text: 'I had only a bus ticket to measure with. It was deeper than a bus ticket.',
                        replies: [
                          {
                            by: 'Purser',
                            at: '10:11',
                            text: 'I take back what I said about wanting to see the step first. I do not want to see it at all.',
                            replies: [{ by: 'Bittern', at: '10:19', text: '@Purser the fern will understand.' }],
                          },
                        ],
                      },
                    ],
                  },
                ],
              },
            ],
          },
          {
            by: 'Ironwort',
            at: '10:24',
            text: 'This is school two with a witness. If the old top step is behind the kerb, then it is all there: ninety-eight, and one bricked up like a monk.',
            replies: [
              {
                by: 'Marram',
                at: '10:29',
                text: 'Eight-and-ninety and a monk is how I shall give directions from now on.',
              },
            ],
          },
        ],
      },
      {
        by: 'Halyard Jo',
        at: '09:47',
        text: 'I have now counted and make it 98 and a half.',
        withdrawn: true,
        replies: [
          {
            by: 'slackwater',
            at: '09:54',
            text: 'A half of what?',
            replies: [
              {
                by: 'petrichor_9',
                at: '10:00',
                text: 'I should like to hear about the half.',
                replies: [{ by: 'Halyard Jo', at: '10:07', text: 'I have taken it down. It was a crate.' }],
              },
            ],
          },
        ],
      },
      {
        by: 'Nan Kettle',
        at: '10:05',
        text: 'When I was a girl you held your breath from the bottom and wished at the top. Nobody ever got past the fifties. I have always thought that the Breather was called that because it was where you failed.',
        replies: [
          {
            by: 'Third Trombone',
            at: '10:10',
            text: 'I have played the low brass for thirty years and I got to 61.',
            replies: [
              {
                by: 'Nan Kettle',
                at: '10:14',
                text: 'What did you wish for?',
                replies: [{ by: 'Third Trombone', at: '10:18', text: 'Air, by then.' }],
              },
            ],
          },
          {
            by: 'Mrs Ottaway',
            at: '10:21',
            text: 'The bench was put there in 1931 by the Temperance Hall, so that people should sit down in the fresh air and not in the Anchor. It is on the plate.',
            replies: [
              {
                by: 'Sixpenny',
                at: '10:26',
                text: 'Did it work?',
                replies: [
                  {
                    by: 'Mrs Ottaway',
                    at: '10:30',
                    text: 'It is eleven steps above the Anchor. People rested, and went on.',
                  },
                ],
              },
            ],
          },
          {
            by: 'Sixpenny',
            at: '10:31',
            text: 'If a certain councillor’s knees had been on the committee we should have had a lift in there by now, and we all know which of them creaks.',
            removed: { by: 'Mrs Ottaway', at: '10:44', reason: 'About a neighbour’s knees and not about the steps' },
            replies: [
              {
                by: 'Old Limpet',
                at: '10:39',
                text: 'I know whose they are, and they carried a piano up there in 1963.',
              },
              {
                by: 'Halyard Jo',
                at: '10:42',
                text: 'That was a bit near the bone.',
                replies: [
                  {
                    by: 'Mrs Ottaway',
                    at: '10:46',
                    text: 'Literally, which is why it has gone. Knees are out of order in this thread, other than one’s own.',
                    replies: [
                      {
                        by: 'Third Trombone',
                        at: '10:51',
                        text: 'May I speak of my own?',
                        replies: [
                          {
                            by: 'Mrs Ottaway',
                            at: '10:54',
                            text: 'Briefly, and sitting down.',
                            replies: [{ by: 'Third Trombone', at: '10:55', text: 'They hurt from bar 58.' }],
                          },
                        ],
                      },
                    ],
                  },
                ],
              },
              {
                by: 'Sixpenny',
                at: '10:59',
                text: 'Fair. I am sorry. I was on step 80 with shopping when I wrote it.',
              },
            ],
          },
        ],
      },
      {
        by: 'Bittern',
        at: '11:34',
        text: `Low water was at 11:18 and I happened to be passing with a stick.

<photo src="picture:low-water.webp" alt="The last of the steps, hung with weed, running down into a bank of silt at low tide. Somebody in a cap stands at the foot of them with a stick; two fishing boats lie on the mud.">The foot of the steps at low water this morning. The figure is me; my sister drew it from the quay.</photo>

The lowest step that you can see is number 98 by Miss Oke’s chalk, and the silt comes up to the lip of it. I put the stick straight down in front. It went in for forty-one centimetres and stopped on something hard.`,
        replies: [
          {
            by: 'Purser',
            at: '11:37',
            text: 'Hard like what?',
            replies: [
              {
                by: 'Bittern',
                at: '11:41',
                text: 'Hard like the end of a stick stopping.',
                replies: [
                  {
                    by: 'Bell Buoy',
                    at: '11:44',
                    text: 'Forty-one is too deep. A step is sixteen. Even two and a bit would be thirty-two and a bit.',
                    replies: [
                      {
                        by: 'Bittern',
                        at: '11:49',
                        text: 'I know. So it is not one step down. It is two and a half steps down, and <big>something is there</big>.',
                        replies: [
                          {
                            by: 'petrichor_9',
                            at: '11:53',
                            text: 'Two and a half again. Halyard Jo’s crate.',
                            replies: [
                              { by: 'Halyard Jo', at: '11:56', text: 'I would like the crate left out of this.' },
                            ],
                          },
                        ],
                      },
                    ],
                  },
                ],
              },
            ],
          },
          {
            by: 'slackwater',
            at: '11:46',
            text: 'In 1974 the dredger sat there a whole week with its legs down. It could be standing on the pad.',
            replies: [
              {
                by: 'Old Limpet',
                at: '11:51',
                text: 'There was no pad. They lowered it on to railway sleepers and could only get back all but one. My brother was on the rope.',
                replies: [
                  {
                    by: 'slackwater',
                    at: '11:55',
                    text: 'Then it is a sleeper.',
                    replies: [
                      {
                        by: 'Bittern',
                        at: '12:01',
                        text: 'It did not sound like wood. It sounded like <i>tock</i>.',
                        replies: [
                          {
                            by: 'Sixpenny',
                            at: '12:04',
                            text: 'For the record: wood is “tock”. Stone is “tick”.',
                            replies: [
                              {
                                by: 'Bell Buoy',
                                at: '12:07',
                                text: 'Tick is what a stick does on <b>dry</b> stone. Under forty centimetres of silt everything is “tock”, including a pram.',
                                replies: [
                                  {
                                    by: 'Marram',
                                    at: '12:13',
                                    text: 'Is anybody missing a pram?',
                                    replies: [
                                      {
                                        by: 'Nan Kettle',
                                        at: '12:18',
                                        text: 'Since 1952. If it is navy blue I want it back.',
                                      },
                                    ],
                                  },
                                ],
                              },
                            ],
                          },
                        ],
                      },
                    ],
                  },
                ],
              },
            ],
          },
          {
            by: 'Halyard Jo',
            at: '12:03',
            text: 'Whoever drew this has caught exactly how you stand, as if waiting for a bus that you do not approve of.',
            replies: [{ by: 'Bittern', at: '12:09', text: 'She has had sixty years to practise.' }],
          },
        ],
      },
      {
        guest: 'Not From Here',
        at: '12:11',
        text: 'Excuse me. I came on the ferry this morning, climbed these, and was told at the top by a man with a fern that I had done ninety-eight. I have a certificate from the kiosk that says ninety-nine. Which do I tell people at home?',
        replies: [
          { by: 'Purser', at: '12:14', text: 'I was taking it out for the light.' },
          {
            by: 'Mrs Ottaway',
            at: '12:16',
            text: 'Tell them ninety-nine. You have it in writing. We are sorry about the fern.',
            replies: [
              {
                guest: 'Not From Here',
                at: '12:25',
                text: 'Thank you. I bought the certificate before I went up, if that changes anything.',
                replies: [
                  {
                    by: 'petrichor_9',
                    at: '12:28',
                    text: 'It was a forecast.',
                    replies: [
                      {
                        guest: 'Not From Here',
                        at: '12:33',
                        text: 'My ferry goes at 15:10. Is there time to do it again and keep count?',
                        replies: [
                          {
                            by: 'Third Trombone',
                            at: '12:35',
                            text: 'There is always time. That is what the Breather is for.',
                            replies: [
                              {
                                by: 'Nan Kettle',
                                at: '12:41',
                                text: 'Say good afternoon to Bosun at 71. He does not count, but he likes to be counted.',
                              },
                            ],
                          },
                        ],
                      },
                    ],
                  },
                ],
              },
            ],
          },
          {
            by: 'Bell Buoy',
            at: '12:22',
            text: 'Who decides what the kiosk prints?',
            replies: [
              {
                by: 'Capstan',
                at: '12:31',
                text: 'The kiosk has <a href="https://example.org/hawsing/kiosk">four thousand of them left</a>, ordered in 2009. It was decided then.',
              },
            ],
          },
        ],
      },
      {
        by: 'Galley Proof',
        at: '12:40',
        text: 'From the desk: the story said that Miss Oke had counted ten times. She telephoned. It was eleven, and the dog was a spaniel. I have put in a note. The spaniel I have left out, as not established.',
        replies: [
          {
            by: 'Ironwort',
            at: '12:44',
            text: 'My mistake, and thank you. I wrote ten because I lost count.',
            replies: [
              {
                by: 'Sixpenny',
                at: '12:46',
                text: 'The number of counts.',
                replies: [
                  {
                    by: 'Ironwort',
                    at: '12:47',
                    text: 'The number of counts, yes.',
                    replies: [
                      {
                        by: 'slackwater',
                        at: '12:52',
                        text: 'Ninety-nine is beginning to look quite good for a man in 1908 with a pot of enamel and a train to catch.',
                      },
                    ],
                  },
                ],
              },
            ],
          },
          {
            by: 'T. Umber',
            at: '12:55',
            text: 'There is a postcard in the library that nobody has mentioned (it is the third one on https://example.org/hawsing/postcards/1911). It shows the steps from below, before the resurfacing and before the dredger. It might be countable.',
            replies: [
              {
                by: 'petrichor_9',
                at: '13:08',
                text: 'I have enlarged it and counted ninety-seven, and a woman with a basket.',
                replies: [
                  {
                    by: 'T. Umber',
                    at: '13:10',
                    text: 'Where is the woman?',
                    replies: [
                      {
                        by: 'petrichor_9',
                        at: '13:12',
                        text: 'Standing on the one we want. Or in front of two. The basket is enormous.',
                        replies: [
                          {
                            by: 'Nan Kettle',
                            at: '13:15',
                            text: 'That is my great-grandmother and it was laundry. She would not have moved for a photographer.',
                            replies: [
                              {
                                by: 'Ironwort',
                                at: '13:19',
                                text: 'A hundred and some years of argument, and it is under a basket.',
                                replies: [{ by: 'Nan Kettle', at: '13:24', text: 'She would be delighted.' }],
                              },
                            ],
                          },
                        ],
                      },
                    ],
                  },
                ],
              },
              {
                by: 'Marram',
                at: '13:17',
                text: 'Which side is the basket? If it is her left it only hides the wall.',
                replies: [
                  { by: 'petrichor_9', at: '13:22', text: 'It is on both sides. That is what I mean by enormous.' },
                ],
              },
            ],
          },
        ],
      },
      {
        by: 'Bell Buoy',
        at: '13:02',
        text: `I have measured instead of counting. The plan of 1907 is quoted in the guidebook: the rise from quay to road is 52 feet 6 inches. I measured forty risers this morning and took the mean.

<ul><li>if there are 99 risers, each should be 6.36 inches</li><li>if there are 98, each should be 6.43</li><li>I get <del>6.42</del> 6.40, give or take 0.05</li></ul>`,
        replies: [
          {
            by: 'slackwater',
            at: '13:06',
            text: 'So it is either.',
            replies: [
              {
                by: 'Bell Buoy',
                at: '13:09',
                text: 'It is exactly, beautifully, either.',
                replies: [
                  {
                    by: 'Sixpenny',
                    at: '13:11',
                    text: 'Measure the other fifty-eight.',
                    replies: [
                      {
                        by: 'Bell Buoy',
                        at: '13:14',
                        text: `<blockquote>the other fifty-eight</blockquote>

Forty and fifty-eight. I see that you have made up your mind.`,
                        replies: [{ by: 'Sixpenny', at: '13:18', text: 'It slipped out.' }],
                      },
                    ],
                  },
                ],
              },
            ],
          },
          {
            by: 'Halyard Jo',
            at: '13:21',
            text: 'What was the crossing-out?',
            replies: [
              {
                by: 'Bell Buoy',
                at: '13:26',
                text: 'I had measured the crate.',
                replies: [
                  {
                    by: 'Halyard Jo',
                    at: '13:27',
                    text: '<small>I am never going to hear the end of the crate.</small>',
                  },
                ],
              },
            ],
          },
        ],
      },
      {
        by: 'Ironwort',
        at: '13:48',
        text: `A summary, as the poster. Please correct it.

<ul><li>Visible treads: 98. Nobody now disputes this, apart from @Sixpenny’s sister and Pindle Varrow 63.</li><li>Something behind the kerb at the top: one witness, one bus ticket.</li><li>Something hard under the silt at the bottom: one stick, 41 cm, “tock”.</li><li>Something wrong at the Breather: eleven doors, a postman, and bar 57.</li></ul>

If all three are steps, there are a hundred and one, and the sign is two short.`,
        replies: [
          { by: 'Sixpenny', at: '13:53', text: 'My sister says that she is not in this, and also that it is 99.' },
          { by: 'dogwatch', as: 'Pindle Varrow 63', at: '13:55', text: 'I was told there would be no summary.' },
          {
            by: 'Third Trombone',
            at: '13:57',
            text: 'A hundred and one spoils the march. Aurelius Stott would have to come back, and he was expensive.',
            replies: [
              {
                by: 'Old Limpet',
                at: '14:02',
                text: 'He was paid in haddock.',
                replies: [{ by: 'Third Trombone', at: '14:05', text: 'That is what I mean.' }],
              },
            ],
          },
          {
            by: 'lee_shore',
            at: '14:08',
            text: 'Would anybody mind if I asked the harbour office to open the tall press and simply look at the drawing?',
            replies: [
              { by: 'Sixpenny', at: '14:10', text: 'Yes, I should mind.' },
              { by: 'Nan Kettle', at: '14:11', text: 'Yes, very much.' },
              {
                by: 'slackwater',
                at: '14:12',
                text: 'I would mind, a little. It is such a nice day.',
                replies: [{ by: 'Marram', at: '14:16', text: 'Give it until the spring tide.' }],
              },
              {
                by: 'Bell Buoy',
                at: '14:15',
                text: 'There is also a practical point. The press is behind the stairs, and we do not know how many stairs.',
              },
            ],
          },
        ],
      },
      {
        by: 'slackwater',
        at: '14:31',
        text: 'Spring tide, then. The table has it down to 0.3 metres at 09:10, which is the lowest this year. Spades at the foot of the steps twenty-five minutes before. Purser to bring the bracket, in case it fits. Third Trombone to bring the strip. Retired Postie, if you are still reading, there will be tea at 31.',
        replies: [
          { guest: 'Retired Postie', at: '14:36', text: 'I shall be there, and I shall come down from the top.' },
          {
            by: 'Purser',
            at: '14:38',
            text: 'Handrail does not travel well, but I shall bring the iron.',
            replies: [{ by: 'Bittern', at: '14:41', text: 'I have the stick.' }],
          },
          {
            by: 'Mrs Ottaway',
            at: '14:40',
            text: 'The thread will stay open until the spade comes back. I should not dream of closing it at ninety-eight.',
            replies: [
              {
                by: 'petrichor_9',
                at: '14:44',
                text: 'You would have to have closed it some time ago.',
                replies: [{ by: 'Mrs Ottaway', at: '14:46', text: 'I lost count.' }],
              },
            ],
          },
        ],
      },
    ],
  },
]
