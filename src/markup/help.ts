// The help page about formatting and docs/markup.md, both derived from the table. Pure.
import { EXAMPLE_NIC, LINE_RULES } from './line-rules.ts'
import { tagsFor } from './places.ts'
import { render } from './render.ts'
import type { SafeHtml } from './safe-html.ts'
import type { Place } from './table.ts'
import { TAGS } from './table.ts'

export type HelpRow = {
  /** The example as typed. */
  source: string
  result: SafeHtml
  /** Label of the button that inserts it, or empty. */
  button: string
  description: string
}

/**
 * One row per tag of a place, then one per rule that needs no tag.
 * @param here address that the mention in the examples links to
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

/** The text of docs/markup.md; a test compares the file with it. */
export function markupMarkdown(): string {
  return `# Markup

The markup of comments and articles. This page is generated from the table in \`src/markup/table.ts\`, like the toolbar, the
help page and the rules of the sanitizer. A test compares it with the table.

Only these tags are markup. Every other tag is shown as typed, and so is a tag that cannot be used in its place: a link to
an address that is not allowed, a closing tag without an opening one, a block inside twelve others.

| Tag | Button | Where | What it does | Example |
| --- | --- | --- | --- | --- |
${TAGS.map((tag) =>
  row([
    `\`<${tag.name}>\``,
    'button' in tag ? tag.button.label : '',
    whereOf(tag.places),
    escapeCell(tag.description),
    inCode(tag.example),
  ]),
).join('\n')}

Without any tag:

| What it does | Example |
| --- | --- |
${LINE_RULES.map((rule) => row([escapeCell(rule.description), inCode(rule.example)])).join('\n')}

- Marks may cross each other and span paragraphs. A mark that is not closed ends with its block.
- Lines quoted with \`>\` may contain anything, lists and squishes too. Whatever they leave open ends with them.
- Addresses with a name or a password before the host, and e-mail addresses, are not linked automatically.
- A host with deceptive letters is followed by its name in ASCII.
- Right-to-left text is shown right to left, block by block.
- A text that would come out many times as long as typed is limited: marks end early, the last blocks are shown as typed.
- Uploaded pictures are shown. A picture on another site becomes a link to it, unless the site allows such pictures.
`
}

function whereOf(places: readonly Place[]): string {
  if (places.includes('comment')) return 'everywhere'
  return places.includes('submission') ? 'articles' : 'articles, editors only'
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
