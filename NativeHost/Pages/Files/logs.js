import { clock, filters, get, h, href, replace, serviceField, serviceNames, serviceTag, since, timeField } from './dom.js';
import { t } from './texts.js';

const levels = ['Debug', 'Information', 'Warning', 'Error', 'Critical'];

export async function open(root, { query, change }) {
  const found = h('div', { class: 'list' });
  root.append(h('h1', {}, t('logs')), filters(query, [
    serviceField(await serviceNames()), timeField(),
    { name: 'level', options: [['', t('all')], ...levels.map((level) => [level, `≥ ${level}`])] },
    { name: 'text', hint: t('textHint'), search: true }, { name: 'traceId', size: '34' }], change), found);
  const opened = new Set();
  let last = '';
  return async () => {
    const lines = await get('logs', { ...query, minutes: '', since: since(query.minutes), limit: 300 });
    const shown = JSON.stringify(lines);
    if (shown === last) return;
    last = shown;
    replace(found, lines.length ? lines.reverse().map((line) => logLine(line, opened)) : h('p', { class: 'empty' }, t('noLogs')));
  };
}

export function logLine(line, opened) {
  const key = `${line.time}${line.spanId ?? ''}${line.message}`;
  const details = h('details', { class: `line ${line.level}`, open: opened.has(key), ontoggle: (event) => (event.target.open ? opened.add(key) : opened.delete(key)) },
    h('summary', { 'data-key': key }, h('time', { datetime: line.time }, clock(line.time)), h('span', { class: 'level' }, line.level), serviceTag(line.resource), h('span', { class: 'message' }, line.message)),
    h('dl', {}, pair(t('category'), line.category), pair(t('instance'), line.instance),
      line.traceId ? [h('dt', {}, t('traceId')), h('dd', {}, h('a', { href: href(`traces/${line.traceId}`), 'data-key': `${key}t` }, line.traceId))] : null,
      Object.entries(line.attributes).map(([name, value]) => pair(name, value))));
  return details;
}

export const pair = (name, value) => (value ? [h('dt', {}, name), h('dd', {}, value)] : null);
