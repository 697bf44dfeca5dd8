// Line rules without tags: paragraphs, quotations, bare addresses, mentions.

import { expect, test } from 'vitest'

import { linkedMentions, mentionCandidates } from '../../src/markup/mentions.ts'
import { render } from '../../src/markup/render.ts'

const html = (source: string, mentions?: ReadonlyMap<string, string>): string =>
  String(render(source, { format: 'markup', place: 'comment', ...(mentions === undefined ? {} : { mentions }) }))
const linked = (address: string, text = address): string =>
  `<a href="${address}" rel="nofollow ugc noopener">${text}</a>`

test('empty lines make paragraphs, single line ends break lines, whatever the system', () => {
  expect(html('a\r\nb\r\n \r\n\r\nc\rd')).toBe('<p>a<br />b</p><p>c<br />d</p>')
  expect(html('\n\n  a  \n\n')).toBe('<p>a</p>')
  expect(html('')).toBe('')
})

test('control characters, lone surrogates and noncharacters are removed', () => {
  expect(html('a\0b\u0008c\u001bd\ufffee\tf')).toBe('<p>abcde\tf</p>')
  expect(html('x\ud800y')).toBe('<p>x\ufffdy</p>')
})

test('lines beginning with > are a quotation, >> one within it, and the next line is not', () => {
  expect(html('> a\n>b\n>> c\n> > d\nreply')).toBe(
    '<blockquote><p>a<br />b</p><blockquote><p>c<br />d</p></blockquote></blockquote><p>reply</p>',
  )
  expect(html('said:\n> a\n>\n> b')).toBe('<p>said:</p><blockquote><p>a</p><p>b</p></blockquote>')
  expect(html('<i>> a</i>')).toBe('<blockquote><p><i>a</i></p></blockquote>')
  expect(html('1 > 0')).toBe('<p>1 &gt; 0</p>')
  expect(html('<code>> a</code>')).toBe('<p><code>&gt; a</code></p>')
})

test('a > with nothing after it is shown as typed, and no more than twelve nest', () => {
  expect(html('>\n> >')).toBe('<p>&gt;<br />&gt; &gt;</p>')
  expect(html(`${'>'.repeat(14)}x`)).toBe(`${'<blockquote>'.repeat(12)}<p>&gt;&gt;x</p>${'</blockquote>'.repeat(12)}`)
})

test('a quotation may contain lists, squishes, pictures and code, and what is left open ends with it', () => {
  expect(html('> <ul>\n> <li>a\n> <li>b\n> </ul>\nreply')).toBe(
    '<blockquote><ul><li>a</li><li>b</li></ul></blockquote><p>reply</p>',
  )
  expect(html('> <squish>a\n> b</squish>\n> c')).toMatch(
    /^<blockquote><details .*<p>a<br \/>b<\/p><\/div><\/details><p>c<\/p><\/blockquote>$/,
  )
  expect(html('> <pre>\n>   a\n>     b\n> </pre>')).toBe('<blockquote><pre><code>  a\n    b</code></pre></blockquote>')
  expect(html('> <blockquote>a\n>> b\nc')).toBe(
    '<blockquote><blockquote><p>a</p><blockquote><p>b</p></blockquote></blockquote></blockquote><p>c</p>',
  )
  expect(html('<ul><li>a\n> q\n<li>b</ul>')).toBe('<ul><li>a<blockquote><p>q</p></blockquote></li><li>b</li></ul>')
  expect(html('<blockquote>\n> a\n> b</blockquote>\nc')).toBe(
    '<blockquote><blockquote><p>a<br />b</p></blockquote></blockquote><p>c</p>',
  )
  expect(html('<pre>\n> a\n</pre><a href="/x"\n>b</a>')).toBe('<pre><code>&gt; a</code></pre><p><a href="/x">b</a></p>')
})

test('an empty line ends a quotation, a line of > alone is an empty line within it', () => {
  expect(html('> a\n\n> b')).toBe('<blockquote><p>a</p></blockquote><blockquote><p>b</p></blockquote>')
  expect(html('  > a\n\t>b')).toBe('<blockquote><p>a<br />b</p></blockquote>')
})

test('emoticons, operators and arrows that begin with > are not quotations', () => {
  for (const line of ['>_< no', '>.<', '>:( really', '>:-/', '>= 5', '>=5 people', '>=x', '>==', '-> there', '1 > 0'])
    expect(html(line), line).toBe(`<p>${line.replaceAll('>', '&gt;').replaceAll('<', '&lt;')}</p>`)
  expect(html('> >_<')).toBe('<blockquote><p>&gt;_&lt;</p></blockquote>')
  expect(html('> >=5 people\n>>=5 people')).toBe('<blockquote><p>&gt;=5 people<br />&gt;=5 people</p></blockquote>')
  for (const line of ['>5 people', '>.', '>_x', '>:D-day'])
    expect(html(line), line).toBe(`<blockquote><p>${line.slice(1)}</p></blockquote>`)
})

test('a bare http or https address becomes a link', () => {
  expect(html('see https://example.org/a?b=c#d now')).toBe(`<p>see ${linked('https://example.org/a?b=c#d')} now</p>`)
  expect(html('HTTP://EXAMPLE.ORG')).toBe(`<p>${linked('http://example.org/', 'HTTP://EXAMPLE.ORG')}</p>`)
  expect(html('<b>https://example.org/a</b>')).toBe(`<p><b>${linked('https://example.org/a')}</b></p>`)
})

test('punctuation after an address and brackets around it do not belong to it, balanced brackets do', () => {
  const address = linked('https://example.org/a_(b)')
  expect(html('(https://example.org/a_(b)).')).toBe(`<p>(${address}).</p>`)
  expect(html('[https://example.org/a_(b)]!')).toBe(`<p>[${address}]!</p>`)
  for (const after of [
    '.',
    ',',
    ';',
    ':',
    '!',
    '?',
    "'",
    '…',
    '...',
    '—',
    '؟',
    '((',
    '?!.',
    '。',
    '、',
    '」',
    '”',
    '’',
    '»',
    '"',
    '<',
    ')x',
    ').',
    ']',
    '}',
  ]) {
    expect(html(`https://example.org/a${after}`), after).toContain(
      `${linked('https://example.org/a')}${after.replace('<', '&lt;')}`,
    )
  }
})

test('marks around an address stay outside, the same ones within it belong to it', () => {
  for (const around of [
    '_',
    '__',
    '*',
    '**',
    '~',
    '~~',
    '|',
    '||',
    '=',
    '+',
    '-',
    '--',
    '^',
    '#',
    '$',
    '/',
    '\\',
    '´',
    '•',
    '_*',
    '*_',
  ])
    for (const address of ['https://example.org/a_b-c/x', 'www.example.org/a_b-c/x']) {
      const closing = [...around].reverse().join('')
      const link = linked(address.replace(/^www/, 'https://www'), address)
      for (const [before, after] of [
        [around, closing],
        [`so ${around}`, `${closing}. So`],
        [`(${around}`, `${closing})`],
      ])
        expect(html(`${before}${address}${after}`), `${before}${address}${after}`).toBe(
          `<p>${before}${link}${after}</p>`,
        )
    }
  expect(html('‘https://example.org/a’ ‚https://example.org/a‘')).toBe(
    `<p>‘${linked('https://example.org/a')}’ ‚${linked('https://example.org/a')}‘</p>`,
  )
})

test('an underscore or a tilde that ends an address belongs to the sentence, other marks only if one stands before it', () => {
  expect(html('_see https://example.org/a_, ~or https://example.org/b~')).toBe(
    `<p>_see ${linked('https://example.org/a')}_, ~or ${linked('https://example.org/b')}~</p>`,
  )
  for (const address of [
    'https://example.org/?q=',
    'https://example.org/a/',
    'https://example.org/c++',
    'https://example.org/a-',
  ])
    expect(html(address)).toBe(`<p>${linked(address)}</p>`)
  expect(html('=https://example.org/?q==')).toBe(`<p>=${linked('https://example.org/?q=')}=</p>`)
  expect(html('and/https://example.org/a/')).toBe(`<p>and/${linked('https://example.org/a/')}</p>`)
})

test('an address follows a script without spaces directly, but no letter or digit of another', () => {
  expect(html('請看www.example.org/a 見てhttps://example.org/a')).toBe(
    `<p>請看${linked('https://www.example.org/a', 'www.example.org/a')} 見て${linked('https://example.org/a')}</p>`,
  )
  for (const text of [
    'xhttps://example.org',
    'my-www.example.org',
    'my_www.example.org',
    'x/www.example.org',
    '7www.example.org',
  ])
    expect(html(text)).toBe(`<p>${text}</p>`)
})

test('an address that begins with www. leads to https, a mail address is not linked', () => {
  expect(html('(www.example.org/a_(b)).')).toBe(
    `<p>(${linked('https://www.example.org/a_(b)', 'www.example.org/a_(b)')}).</p>`,
  )
  expect(html('www.example, www.. a@www.example.org me@example.org mailto:me@example.org')).not.toContain('<a')
  expect(html('https://www.example.org/')).toBe(`<p>${linked('https://www.example.org/')}</p>`)
})

test('bidirectional controls and invisible characters end an address', () => {
  expect(html('https://example.org/\u202egnp.exe')).toBe(`<p>${linked('https://example.org/')}\u202egnp.exe</p>`)
  expect(html('https://exam\u200bple.org/')).toContain('</a>\u200bple.org/')
})

test('a deceptive host is followed by its name in ASCII', () => {
  expect(html('https://аррӏе.com/x.')).toBe(
    `<p>${linked('https://xn--80ak6aa92e.com/x', 'https://аррӏе.com/x')} (xn--80ak6aa92e.com).</p>`,
  )
  expect(html('https://gооgle.com/')).toContain('</a> (xn--ggle-55da.com)')
  for (const honest of [
    'https://bücher.example/',
    'https://пример.com/',
    'https://пора.рф/',
    'https://例え.jp/',
    'https://example.org/аррӏе',
  ])
    expect(html(honest), honest).not.toContain('(xn--')
})

test('an address that may not be used, one in a link and one in code stay text', () => {
  expect(html('https://me@example.org https:// ftp://example.org javascript:alert(1)')).toBe(
    '<p>https://me@example.org https:// ftp://example.org javascript:alert(1)</p>',
  )
  expect(html('<a href="/x">https://example.org/a</a>')).toBe('<p><a href="/x">https://example.org/a</a></p>')
})

test('the candidates of a mention end where a nic may end, the shortest first', () => {
  expect(mentionCandidates('Ask @Nell of the Point, who knows.')).toEqual([
    'Nell',
    'Nell of',
    'Nell of the',
    'Nell of the Point',
    'Nell of the Point,',
    'Nell of the Point, who',
    'Nell of the Point, who knows',
    'Nell of the Point, who knows.',
  ])
  expect(mentionCandidates("@Anna's. (@jo_b-2.) me@example.org @O’Neill’s boat, https://example.org/@user")).toEqual([
    'Anna',
    'jo_b-2',
    'O’Neill',
    "Anna's",
    'jo_b-2.)',
    'O’Neill’s',
    "Anna's.",
    'O’Neill’s boat',
    'O’Neill’s boat,',
    'O’Neill’s boat, https',
  ])
})

test('there are at most a hundred candidates of 2 to 40 characters, and twenty mentions all get their first', () => {
  const many = mentionCandidates(
    Array.from({ length: 30 }, (_, index) => `@nic${index} so it was then, he said.`).join(' '),
  )
  expect(many).toHaveLength(100)
  expect(many.slice(0, 20)).toEqual(Array.from({ length: 20 }, (_, index) => `nic${index}`))
  expect(mentionCandidates(`@${'x'.repeat(41)} @a`)).toEqual([])
  expect(mentionCandidates(`@${'𠮷'.repeat(41)}`)).not.toContain('𠮷'.repeat(41))
  expect(mentionCandidates(`@${'𠮷'.repeat(40)}`)).toContain('𠮷'.repeat(40))
})

test('a mention stands directly behind and before scripts without spaces and Korean', () => {
  const known = new Map([
    ['Halyard', '/people/Halyard'],
    ['田中', '/people/T'],
    ['김철수', '/people/K'],
  ])
  for (const [text, link] of [
    ['見て@Halyardさん。', '見て|@Halyard|さん。'],
    ['안녕@Halyard에게', '안녕|@Halyard|에게'],
    ['ดู@Halyardสิ', 'ดู|@Halyard|สิ'],
    ['請看@田中說的', '請看|@田中|說的'],
    ['@김철수님에게 묻다', '|@김철수|님에게 묻다'],
  ] as const) {
    const [before, nic, after] = link.split('|')
    expect(html(text, known)).toBe(
      `<p>${before}<a class="mention" href="${known.get(nic!.slice(1))}">${nic}</a>${after}</p>`,
    )
  }
  expect(html('@김철수야구단', known)).not.toContain('mention')
})

test('an @ in a path, an address or a number is no mention', () => {
  const known = new Map([['lee', '/people/lee']])
  for (const text of [
    'foo@lee',
    'foo_@lee',
    'foo+@lee',
    'é@lee',
    'e\u0301@lee',
    '7@lee',
    '/@lee',
    '~/x/a.@lee',
    'C:\\@lee',
    'C:\\x.@lee',
    'example.org/?by=@lee',
    'example.org/x:@lee',
    'by=@lee',
    '@lee@example.org',
    '@lee/things',
    '@lee\\things',
    '@lee:example.org',
    '@lee.example.org',
    '@lee-anne',
    'git@lee:things',
    'ssh://git@lee',
  ])
    expect(html(text, known), text).not.toContain('mention')
  for (const text of [
    '@lee',
    '_@lee_',
    '(@lee)',
    '@lee!',
    '@lee: yes',
    '@lee/',
    '.@lee',
    'Thanks.@lee',
    '@lee,@lee',
    '@lee!what',
    "@lee's",
    '@lee’s',
  ])
    expect(html(text, known), text).toContain('<a class="mention" href="/people/lee">@lee</a>')
})

test('a mention in a quotation is a link, and notifies nobody', () => {
  const known = new Map([
    ['Nell', '/people/Nell'],
    ['Jo', '/people/Jo'],
  ])
  for (const quoted of [
    '> Ask @Nell today',
    '>> Ask @Nell today\n> Well?',
    '<blockquote>Ask @Nell <squish>or @Nell</squish></blockquote>',
    '<ul><li>a\n> @Nell</ul>',
  ]) {
    expect(html(quoted, known), quoted).toContain('<a class="mention" href="/people/Nell">@Nell</a>')
    expect(linkedMentions(html(quoted, known)), quoted).toEqual([])
    expect(linkedMentions(html(`@Jo:\n${quoted}\n\nNo.`, known)), quoted).toEqual(['/people/Jo'])
    expect(linkedMentions(html(`${quoted}\n\nYes, @Nell, <squish>and @Jo</squish>`, known)), quoted).toEqual([
      '/people/Nell',
      '/people/Jo',
    ])
  }
})

test('a known nic is linked, the longest match first, and nobody without the map', () => {
  const known = new Map([
    ['Nell', '/people/Nell'],
    ['Nell of the Point', '/people/Nell%20of%20the%20Point'],
  ])
  expect(html('@Nell of the Point and @Nell. @Nobody x@Nell', known)).toBe(
    '<p><a class="mention" href="/people/Nell%20of%20the%20Point">@Nell of the Point</a> and <a class="mention" href="/people/Nell">@Nell</a>. @Nobody x@Nell</p>',
  )
  expect(html('<code>@Nell</code> <a href="/x">@Nell</a> https://example.org/@Nell', known)).not.toContain('mention')
  expect(html('@Nell')).toBe('<p>@Nell</p>')
})

test('linked mentions are returned without duplicates', () => {
  const known = new Map([
    ['A&B', '/people/A&B'],
    ['Nell', '/people/Nell'],
  ])
  expect(linkedMentions(html('@Nell @Nell <code>@Jo</code>', known))).toEqual(['/people/Nell'])
  expect(linkedMentions('<a class="mention" href="/people/A&amp;B">@x</a>')).toEqual(['/people/A&B'])
})
