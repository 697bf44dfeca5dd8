// The help page about markup and docs/markup.md, both made from the table.

import { render } from './render.ts'
import type { SafeHtml } from './safe-html.ts'
import { LINE_RULES, TAGS, tagsFor } from './table.ts'
import type { Place } from './table.ts'

export type HelpRow = {
  /** The example as somebody would type it. */
  typed: string
  shown: SafeHtml
  says: string
}

/** One row for each tag of a place, then one for each rule that needs no tag. */
export function markupHelp(place: Place): HelpRow[] {
  return [...tagsFor(place), ...LINE_RULES].map(({ example, says }) => ({
    typed: example, shown: render(example, { format: 'markup', place }), says,
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
${TAGS.map((tag) => row([
    `\`<${tag.name}>\``,
    'button' in tag ? tag.button.label : '',
    (tag.places as readonly Place[]).includes('comment') ? 'everywhere' : 'articles',
    escaped(tag.says),
    inCode(tag.example),
  ])).join('\n')}

Without any tag:

| What it does | Example |
| --- | --- |
${LINE_RULES.map((rule) => row([escaped(rule.says), inCode(rule.example)])).join('\n')}

Marks may cross each other and run over several paragraphs; a mark that is not closed ends with the block it stands in.
A picture is shown when it was uploaded here; a picture on another site becomes a link to it, unless the site allows
otherwise.
`
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

function escaped(text: string): string {
  return text.replace(/<[a-z0-9]+>/g, (tag) => `\`${tag}\``).replaceAll('|', '\\|')
}

function inCode(example: string): string {
  return `\`${example.replaceAll('|', '\\|').replaceAll('\n', '↵')}\``
}
