import { clock, colour, get, h, href, milliseconds, replace, serviceTag } from './dom.js';
import { t } from './texts.js';
import { logLine, pair } from './logs.js';

// One trace as a waterfall: a row a span, below its parent, as long as it took.
export async function open(root, { argument }) {
  const title = h('h1', {}, t('traces'));
  const fall = h('div', { class: 'waterfall' });
  const lines = h('section', {});
  root.append(h('p', {}, h('a', { href: href('traces') }, `← ${t('back')}`)), title, fall, lines);
  const opened = new Set();
  let last = '';
  return async () => {
    const [trace, logs] = await Promise.all([get(`traces/${encodeURIComponent(argument)}`), get('logs', { traceId: argument, limit: 500 })]);
    const shown = JSON.stringify([trace, logs]);
    if (shown === last) return;
    last = shown;
    if (!trace) return replace(fall, h('p', { class: 'empty' }, t('goneTrace')));
    const ordered = order(trace.spans);
    const start = Math.min(...ordered.map(({ span }) => at(span)));
    const end = Math.max(...ordered.map(({ span }) => at(span) + span.durationMs));
    replace(title, ordered[0].span.name, h('small', {}, `${argument} · ${clock(ordered[0].span.start)} · ${milliseconds(end - start)} · ${ordered.length} ${t('spans')}`));
    replace(fall, scale(end - start), ordered.map(({ span, depth }) => row(span, depth, start, end - start || 1, opened)));
    replace(lines, h('h2', {}, t('ofTrace')), logs.length ? logs.map((line) => logLine(line, opened)) : h('p', { class: 'empty' }, t('noLogs')));
  };
}

// Microseconds: Date alone keeps milliseconds.
const at = (span) => Date.parse(span.start) + Number(`0.${(span.start.match(/\.\d{3}(\d+)/) ?? [0, '0'])[1]}`);

// Parents before their children, brothers by time; whose parent is unknown stands at the left edge.
function order(spans) {
  const known = new Set(spans.map((span) => span.spanId));
  const below = Map.groupBy(spans, (span) => (known.has(span.parentSpanId) ? span.parentSpanId : ''));
  const ordered = [];
  const place = (parent, depth) => {
    for (const span of (below.get(parent) ?? []).sort((one, other) => at(one) - at(other))) {
      ordered.push({ span, depth });
      if (depth < 100) place(span.spanId, depth + 1);
    }
  };
  place('', 0);
  return ordered;
}

const scale = (total) => h('div', { class: 'scale', 'aria-hidden': 'true' }, [0, 0.25, 0.5, 0.75, 1].map((share) => h('span', {}, milliseconds(total * share))));

function row(span, depth, start, total, opened) {
  const bar = h('span', { class: `bar ${colour(span.service)} ${span.status === 'Error' ? 'failed' : ''}` });
  const left = (100 * (at(span) - start)) / total;
  bar.style.left = `${left}%`;
  bar.style.width = `max(2px, ${(100 * span.durationMs) / total}%)`;
  const end = left + (100 * span.durationMs) / total;
  const length = h('span', { class: 'took' }, milliseconds(span.durationMs));
  // Beside the bar; where there is no room, before it or in it.
  if (end < 88) length.style.left = `${end}%`;
  else if (left > 12) length.style.right = `${100 - left}%`;
  else length.classList.add('inside');
  const label = h('span', { class: 'label' }, serviceTag(span.service), h('span', { class: 'span-name', title: span.name }, span.status === 'Error' ? h('span', { class: 'bad' }, '✕ ') : null, span.name));
  label.style.setProperty('--depth', Math.min(depth, 12));
  return h('details', { class: 'span', open: opened.has(span.spanId), ontoggle: (event) => (event.target.open ? opened.add(span.spanId) : opened.delete(span.spanId)) },
    h('summary', { 'data-key': span.spanId }, label, h('span', { class: 'track' }, bar, length)),
    h('dl', {}, pair(t('duration'), milliseconds(span.durationMs)), pair('kind', span.kind), pair(t('state'), [span.status, span.statusMessage].filter(Boolean).join(': ')), pair('scope', span.scope), pair(t('instance'), span.instance), pair('span id', span.spanId),
      Object.entries(span.attributes).map(([name, value]) => pair(name, value)),
      span.links.length ? [h('dt', {}, t('links')), h('dd', {}, span.links.map((link) => h('a', { href: href(`traces/${link}`) }, link, ' ')))] : null,
      span.events.map((event) => [h('dt', {}, `${t('events')} ${clock(event.time)}`), h('dd', {}, event.name, Object.entries(event.attributes).map(([name, value]) => h('div', {}, `${name}: ${value}`)))])));
}
