import { filters, get, h, href, replace } from './dom.js';
import { t } from './texts.js';

export async function open(root, { argument, query, change }) {
  const names = (await get('resources')).filter((one) => !['Parameter', 'PostgresDatabase'].includes(one.type)).map((one) => one.name);
  const name = argument ?? names[0];
  const lines = h('pre', { class: 'console', tabindex: '0', 'aria-label': `${t('console')} ${name}` });
  root.append(h('h1', {}, t('console')),
    h('div', { class: 'bar' },
      h('nav', { class: 'pick', 'aria-label': t('resource') }, names.map((one) => h('a', { href: href(`console/${one}`, query), 'aria-current': one === name ? 'true' : null, 'data-key': one }, one))),
      filters(query, [{ name: 'text', hint: 'error', search: true }], change)), lines);
  let last = null;
  return async () => {
    const answer = await get(`console/${encodeURIComponent(name)}`, { tail: 1000, text: query.text });
    const text = (answer?.lines ?? []).join('\n');
    if (text === last) return;
    const follow = last === null || lines.scrollTop + lines.clientHeight > lines.scrollHeight - 30;
    last = text;
    replace(lines, text ? text.split('\n').map(line) : t('noLines'));
    if (follow) lines.scrollTop = lines.scrollHeight;
  };
}

// The console logger's own marks: "fail: Category[0]".
const line = (text) => h('span', { class: /^(fail|crit)|FATAL|PANIC|\[error\]/.test(text) ? 'bad' : /^warn|WARNING|\[warning\]/.test(text) ? 'warm' : null }, `${text}\n`);
