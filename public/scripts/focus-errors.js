// Moves the focus to the summary of errors in a form that came back.
document.getElementById('errs').focus()
