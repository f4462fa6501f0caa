// Loaded before programs that run until they are stopped.

// npm hands on SIGTERM and SIGINT, but ends by any other signal without a word, and would leave the program running.
const { npm_lifecycle_event, npm_pid } = process.env

function look() {
  if (process.ppid === Number(npm_pid)) return
  clearInterval(looking)
  process.kill(process.pid, 'SIGTERM')
}

const looking = npm_lifecycle_event && npm_pid && setInterval(look, 1000).unref()
if (looking) look()
