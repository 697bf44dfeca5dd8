// The help page about markup and docs/markup.md, both made from the table. Pure.

import { render } from './render.ts'
import type { SafeHtml } from './safe-html.ts'
import type { Place } from './table.ts'
import { EXAMPLE_NIC, LINE_RULES, TAGS, tagsFor } from './table.ts'

export type HelpRow = {
  /** The example as somebody would type it. */
  source: string
  result: SafeHtml
  /** The label of the button that types it, or ''. */
  button: string
  description: string
}

/**
 * One row for each tag of a place, then one for each rule that needs no tag.
 * @param here where the member of the examples is to be found, which is nobody
 */
export function markupHelp(place: Place, here: string): HelpRow[] {
  const mentions = new Map([[EXAMPLE_NIC, here]])
  const rows: { example: string; description: string; button?: { label: string } }[] = [
    ...tagsFor(place),
    ...LINE_RULES,
  ]
  return rows.map(({ example, description, button }) => ({
    source: example,
    result: render(example, { format: 'markup', place, mentions }),
    button: button?.label ?? '',
    description,
  }))
}

/** The text of docs/markup.md; a test holds the file against it. */
export function markupMarkdown(): string {
  return `# Markup

What may be typed in comments and articles. This page is made from the table in \`src/markup/table.ts\`, as are the
toolbar, the help page and the rules of the sanitizer; a test holds it against the table.

Only these tags are markup. Every other tag is shown as it was typed, and so is a tag that cannot be used where it
stands: a link to an address that is refused, a closing tag without an opening one, a block within twelve others.

| Tag | Button | Where | What it does | Example |
| --- | --- | --- | --- | --- |
${TAGS.map((tag) =>
  row([
    `\`<${tag.name}>\``,
    'button' in tag ? tag.button.label : '',
    (tag.places as readonly Place[]).includes('comment') ? 'everywhere' : 'articles',
    escapeCell(tag.description),
    inCode(tag.example),
  ]),
).join('\n')}

Without any tag:

| What it does | Example |
| --- | --- |
${LINE_RULES.map((rule) => row([escapeCell(rule.description), inCode(rule.example)])).join('\n')}

Marks may cross each other and run over several paragraphs; a mark that is not closed ends with the block it stands in.
What lines quote by \`>\` may be anything, lists and squishes too; what they leave open ends with them. Addresses with a
name or a password before the host, and mail addresses, are not linked by themselves. A host whose letters may be taken
for others is followed by its name in ASCII. A text written from right to left comes out so, block by block. A text that
would come out many times as long as it was typed is cut down: its marks end sooner, its last blocks are shown as typed.
A picture is shown when it was uploaded here; a picture on another site becomes a link to it, unless the site allows
otherwise.
`
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

function escapeCell(text: string): string {
  return text.replace(/<[a-z0-9]+>/g, (tag) => `\`${tag}\``).replaceAll('|', '\\|')
}

function inCode(example: string): string {
  return `\`${example.replaceAll('|', '\\|').replaceAll('\n', '↵')}\``
}
