const escapeHtml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** A small page in place of an app: what happened, and what to do. */
export function noticePage(title: string, text: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>
:root { color-scheme: light dark }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; font: 16px/1.5 system-ui, sans-serif; color: #1f2933; background: #f7f8fa }
main { max-width: 26rem; padding: 2rem; text-align: center }
h1 { margin: 0 0 .5rem; font-size: 1.25rem }
p { margin: 0; color: #52606d }
@media (prefers-color-scheme: dark) { body { color: #e4e7eb; background: #1a1b1e } p { color: #9aa5b1 } }
</style>
</head>
<body><main><h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p></main></body>
</html>
`;
}
