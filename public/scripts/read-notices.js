// Marks a notice of the inbox as read when its link is followed; without scripts the thread's page does it.
addEventListener('click', (event) => {
  const id = event.target.closest?.('a[data-notice]')?.dataset.notice
  if (id) navigator.sendBeacon('/inbox/reads', new URLSearchParams({ notice: id }))
})
