// Makes and uses passkeys: fills the hidden field of a form with the browser's answer to a challenge, and sends the form.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (sign) => sign.charCodeAt(0))
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '')

/** For browsers from before 2025, which read no JSON. */
const readOptions = (options) => ({
  ...options,
  challenge: bytes(options.challenge),
  ...(options.user ? { user: { ...options.user, id: bytes(options.user.id) } } : {}),
  ...Object.fromEntries(
    ['excludeCredentials', 'allowCredentials']
      .filter((name) => options[name])
      .map((name) => [name, options[name].map((one) => ({ ...one, id: bytes(one.id) }))]),
  ),
})

const writeCredential = ({ id, rawId, type, response }) => {
  const parts = ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']
  const written = Object.fromEntries(parts.filter((part) => response[part]).map((part) => [part, text(response[part])]))
  if (response.getTransports) written.transports = response.getTransports()
  return { id, rawId: text(rawId), type, response: written, clientExtensionResults: {} }
}

const askBrowser = async (purpose, options) => {
  const api = PublicKeyCredential
  const isNew = purpose === 'add'
  const parse = (isNew ? api.parseCreationOptionsFromJSON : api.parseRequestOptionsFromJSON) ?? readOptions
  const publicKey = parse.call(api, options)
  const credential = await (isNew
    ? navigator.credentials.create({ publicKey })
    : navigator.credentials.get({ publicKey }))
  return credential.toJSON?.() ?? writeCredential(credential)
}

const sentences = {
  InvalidStateError: 'This device has a passkey for your account already.',
  NotAllowedError: 'No passkey was used. You can try again.',
  SecurityError: 'Passkeys do not work at this address of the site.',
}

const setUp = (form) => {
  const button = form.querySelector('button')
  const status = form.querySelector('[role=status]')
  const { passkey: purpose } = form.dataset
  button.hidden = false
  form.querySelector('[data-needs]').hidden = true
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    if (button.ariaBusy) return
    button.ariaBusy = 'true'
    status.hidden = true
    try {
      const answer = await fetch('/accounts/passkeys/challenges', {
        method: 'POST',
        headers: { accept: 'application/json' },
        body: new URLSearchParams({ purpose }),
      })
      const got = await answer.json()
      if (!answer.ok) throw new Error(got.detail)
      form.elements.credential.value = JSON.stringify(await askBrowser(purpose, got))
      form.submit()
    } catch (error) {
      status.textContent = sentences[error.name] ?? error.message
      status.hidden = false
      button.ariaBusy = null
    }
  })
}

if (window.PublicKeyCredential) for (const form of document.querySelectorAll('[data-passkey]')) setUp(form)
else
  for (const needs of document.querySelectorAll('[data-needs]'))
    needs.textContent = 'This browser has no passkeys at this address.'
