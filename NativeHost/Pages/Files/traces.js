import { clock, filters, get, h, href, milliseconds, replace, serviceField, serviceNames, serviceTag, since, timeField } from './dom.js';
import { t } from './texts.js';

export async function open(root, { query, change }) {
  const found = h('div', { class: 'scroll' });
  root.append(h('h1', {}, t('traces')), filters(query, [
    serviceField(await serviceNames()), timeField(),
    { name: 'text', hint: t('textHint'), search: true }, { name: 'traceId', size: '34' }, { name: 'errors', check: true }], change), found);
  let last = '';
  return async () => {
    const traces = await get('traces', { ...query, minutes: '', since: since(query.minutes), limit: 200 });
    const shown = JSON.stringify(traces);
    if (shown === last) return;
    last = shown;
    replace(found, traces.length ? table(traces) : h('p', { class: 'empty' }, t('noTraces')));
  };
}

function table(traces) {
  const longest = Math.max(...traces.map((one) => one.durationMs), 1);
  return h('table', { 'aria-label': t('traces') },
    h('thead', {}, h('tr', {}, ['time', 'name', 'services', 'spans', 'duration'].map((title) => h('th', { scope: 'col', class: `c-${title}` }, t(title))))),
    h('tbody', {}, traces.map((one) => {
      const bar = h('span', { class: one.errors ? 'length bad' : 'length', 'aria-hidden': 'true' });
      // By its logarithm: a trace of a second must not make those of a millisecond vanish.
      bar.style.width = `${Math.max(2, (100 * Math.log1p(one.durationMs)) / Math.log1p(longest))}%`;
      return h('tr', {},
        h('td', { class: 'number' }, clock(one.start)),
        h('th', { scope: 'row' }, h('a', { href: href(`traces/${one.traceId}`), 'data-key': one.traceId }, one.name), h('small', { class: 'note' }, one.traceId)),
        h('td', {}, one.services.map(serviceTag)),
        h('td', { class: 'number' }, String(one.spans), one.errors ? h('span', { class: 'bad' }, ` ✕${one.errors}`) : null),
        h('td', { class: 'length-cell' }, h('span', {}, milliseconds(one.durationMs)), bar));
    })));
}
