// Turbo inserts a <style> for its progress bar into the head, which our Content-Security-Policy blocks. Its rules are
// in css/notice.css instead. This must run before Turbo does: app.js is the first script of the layout.
document.head.insertBefore = (node, before) =>
  node.localName === 'style' ? node : Node.prototype.insertBefore.call(document.head, node, before)
