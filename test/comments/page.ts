// Reads what the tests ask of a page: comments, fields, faults, as a reader would see them.
const signs: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' }
export const plain = (html: string): string => html.replace(/&(?:lt|gt|quot|#39|amp);/g, (sign) => signs[sign]!)

/** Ids of the comments that a page shows, in its order. */
export const shown = (body: string): number[] =>
  [...body.matchAll(/<article class="comment" id="c(\d+)"/g)].map((match) => Number(match[1]))

/** The HTML of one comment. */
export function commentHtml(body: string, id: number): string {
  const from = body.indexOf(`<article class="comment" id="c${id}"`)
  if (from < 0) throw new Error(`The page does not show comment ${id}.`)
  return body.slice(from, body.indexOf('</article>', from))
}

/** The HTML of a comment without the actions that classes hide from the reader of the page. */
export function offeredHtml(body: string, id: number): string {
  const html = commentHtml(body, id)
  const item = body.slice(body.lastIndexOf('<li class="cm', body.indexOf(html)), body.indexOf(html))
  const isMine = /^<li class="cm[^"]* mine"/.test(item)
  const isSigned = /<div class="thread[^"]* signed"/.test(body)
  const hidden = [...(isMine ? ['others', 'strangers'] : ['own']), ...(isSigned ? ['strangers'] : ['others', 'signed'])]
  const [before = '', row = ''] = html.split('<div class="cm-acts">')
  return hidden.reduce(
    (rest, name) =>
      rest
        .replace(new RegExp(`<li class="${name}">.*?(?=<li|</ul>)`, 'g'), '')
        .replace(new RegExp(`<(a|button|span) class="${name}".*?</\\1>`, 'g'), ''),
    before + row,
  )
}

/** What stands in the text field of a form, or in the box in which a text is given back. */
export function textOn(body: string): string | null {
  const found = /<textarea [^>]*id="(?:body|kept)"[^>]*>\n?([\s\S]*?)<\/textarea>/.exec(body)
  return found ? plain(found[1]!) : null
}

/** What stands in a field of one line. */
export function fieldOn(body: string, name: string): string | null {
  const form = body.slice(Math.max(body.indexOf('<form class="post form"'), body.indexOf('<form class="form"')))
  const found = new RegExp(`<input [^>]*name="${name}"[^>]*>`).exec(form)
  return found ? plain(/ value="([^"]*)"/.exec(found[0])?.[1] ?? '') : null
}

/** The fault beside a field, or null. */
export function faultOn(body: string, name: string): string | null {
  const found = new RegExp(`<p class="err" id="${name}-h">[\\s\\S]*?</svg> ([^<]*)</p>`).exec(body)
  return found ? plain(found[1]!) : null
}

/** The text of a page without its tags. */
export const wordsOn = (body: string): string => plain(body.replace(/<[^>]*>/g, ' ')).replace(/\s+/g, ' ')

/** The address of the first link with this text. */
export function linkOn(body: string, text: string): string | null {
  for (const [, href, inner] of body.matchAll(/<a [^>]*href="([^"]*)"[^>]*>([\s\S]*?)<\/a>/g))
    if (wordsOn(inner!).trim() === text) return plain(href!)
  return null
}
