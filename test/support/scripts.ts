// What each script of a page works on, and whether a page that is open names the scripts that it uses and no others.
import type { Script } from '../../src/web/scripts.ts'
import type { Reader } from './browser.ts'

type Use = {
  /** Elements that need the script. */
  needs: string
  /** Elements that may bring such elements along later. */
  expects?: string
}

const COMMENT_FORM = 'form.post[action="/comments"]'
/** What serves the comment form is loaded when that is used. */
const OTHER_TOOLS = 'form.post:not([action="/comments"]) .tools'
const LIVE = '.talk[data-live]'

export const uses: Record<Script, Use> = {
  acts: { needs: '.cm-acts', expects: LIVE },
  'autosave-article': { needs: 'form.post[data-saves]' },
  copy: { needs: 'a.share, [data-copies]' },
  'count-ticked': { needs: 'form:has(.sweep) .ticked' },
  'desk-keys': { needs: '.desk :is(.item, [data-key])' },
  'focus-errors': { needs: '#errs' },
  folds: { needs: '.thread .fold', expects: LIVE },
  'keep-texts': { needs: 'form[data-keep]' },
  keys: { needs: 'html:not([data-keys=off])' },
  live: { needs: LIVE },
  menus: { needs: '.top details' },
  'on-use': { needs: `a.correct, .cm-acts, ${COMMENT_FORM}`, expects: LIVE },
  passwords: { needs: '[data-shows]' },
  passkeys: { needs: '[data-passkey]' },
  pictures: { needs: `[data-pictures]:not(${COMMENT_FORM} *)` },
  'queue-keys': { needs: '.queue :is(.case, [data-key])' },
  'read-notices': { needs: 'a[data-notice]' },
  'reason-keys': { needs: 'html:not([data-keys=off]) .form:not(.desk .form) > .chips.keys' },
  saver: { needs: 'form.post[data-saves], form[data-keep]' },
  'submit-once': {
    needs:
      'form.post:not([action="/comments"]) button:is([value=post], [value=submit]), .queue form, .desk form[method=post]',
  },
  tags: { needs: OTHER_TOOLS },
  'thread-keys': { needs: `html:not([data-keys=off]) :is(.thread .comment[id], ${LIVE})` },
  toolbar: { needs: OTHER_TOOLS },
}

/** Says which scripts the open page names without using them, and which it uses without naming them. */
export const scriptFaults = (reader: Reader): Promise<string[]> =>
  reader.ask(`(() => {
    const named = [...document.querySelectorAll('script[type=module]')].map(({ src }) => src.split('/').pop().replace('.js', ''))
    return Object.entries(${JSON.stringify(uses)}).flatMap(([script, { needs, expects }]) => {
      const used = document.querySelector(needs) !== null
      const expected = expects !== undefined && document.querySelector(expects) !== null
      if (named.includes(script)) return used || expected ? [] : [script + '.js is named and not used']
      return used ? [script + '.js is used and not named'] : []
    })
  })()`)
