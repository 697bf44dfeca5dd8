// A page saved from a browser as text, as `broadside import text` reads it.

export const textPage = (headline: string, ...more: string[]): string =>
  [
    'Bold Italic Underline Strike Bullet Blockquote Small Big Link Squish Foto Photo',
    'Harbour/Old Town',
    headline,
    '2011-03-09',
    'A year of detours',
    'Crews began on Monday.',
    ...more,
    'Posted by:Ada Quill',
    '',
    '17:45',
  ].join('\n')
