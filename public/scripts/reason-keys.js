// Keyboard shortcuts of reasons: r leads to the chips of a form, a digit chooses one of them. Enter then sends the form.
import { bindKeys } from './keys.js'

/** The chips of the form with the focus, else the first of the page. */
const chips = () => [
  ...((document.activeElement?.closest('form') ?? document)
    .querySelector('.chips.keys')
    ?.querySelectorAll('[type=radio]') ?? []),
]

const choose = (chip) => {
  if (!chip) return
  chip.checked = true
  chip.focus()
}

bindKeys({
  r: () => (chips().find(({ checked }) => checked) ?? chips()[0])?.focus(),
  ...Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8, 9].map((digit) => [digit, () => choose(chips()[digit - 1])])),
})
