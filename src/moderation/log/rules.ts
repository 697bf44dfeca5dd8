// How log entries of undos and sweeps say what they did: written into the stored reason, and read back for pages. Pure.
import { count } from '../../format.ts'
import { actSentence } from '../../log-acts.ts'

const undonePrefix = (undone: { act: string; actor: string }): string => `${actSentence(undone.act)}, ${undone.actor}.`

/** The stored reason of an undo: what was undone, whose action it was, and why. @param skipped changes that were left as they are */
export function undoneReason(undone: { act: string; actor: string }, reason: string, skipped: number): string {
  const left =
    skipped === 0 ? '' : ` (${count(skipped, 'part')} had changed since and ${skipped === 1 ? 'was' : 'were'} left.)`
  return `${undonePrefix(undone)} ${reason}${left}`.trim()
}

/** The stored reason of a sweep, with the number of comments that it removed. */
export const sweptReason = (reason: string, comments: number, to: 'removed' | 'spam'): string =>
  `${reason} (${count(comments, 'comment')}${to === 'spam' ? ', as spam' : ''})`

type Entry = { act: string; reason: string; undone_act: string | null; undone_actor: string | null }

/** The sentence and the reason that pages show for an entry. Undos and sweeps say in the sentence what their stored reason holds. */
export function entryText({ act, reason, undone_act, undone_actor }: Entry): { sentence: string; reason: string } {
  if (act === 'undo' && undone_act !== null) {
    const prefix = undonePrefix({ act: undone_act, actor: undone_actor ?? '' })
    return {
      sentence: `undid: ${actSentence(undone_act)}`,
      reason: reason.startsWith(prefix) ? `Action by ${undone_actor}.${reason.slice(prefix.length)}` : reason,
    }
  }
  const [, why, comments, asSpam] =
    act === 'sweep' ? (/^(.*) \(([\d,]+ comments?)(, as spam)?\)$/su.exec(reason) ?? []) : []
  return comments === undefined
    ? { sentence: actSentence(act), reason }
    : { sentence: `removed ${comments}${asSpam === undefined ? '' : ' as spam'}`, reason: why! }
}
