import { h, milliseconds, number, svg } from './dom.js';
import { language, t } from './texts.js';

const units = { '1/s': (v) => `${number(v)} ${t('perSecond')}`, ms: milliseconds, MB: (v) => `${number(v)} MB`, cores: (v) => `${number(v)} ${t('cores')}`, count: (v) => `${number(v)} ${t('count')}`, s: (v) => `${number(v)} s` };
const shown = (unit, value) => (value === undefined ? t('noData') : (units[unit] ?? number)(value));
const gap = 25_000; // a line is broken where nothing was reported for longer

// Points as path data: x over the last minutes, y from 0 to the highest.
function path(points, minutes, highest, width, height) {
  const end = Date.now();
  const begin = end - minutes * 60_000;
  let before = -Infinity;
  return points.filter(([time]) => time >= begin).map(([time, value]) => {
    const step = `${time - before > gap ? 'M' : 'L'}${((width * (time - begin)) / (end - begin)).toFixed(1)} ${(height - 2 - ((height - 4) * value) / highest).toFixed(1)}`;
    before = time;
    return step;
  }).join('');
}

const top = (one) => Math.max(...one.lines.flatMap((line) => line.points.map(([, value]) => value)), 0) || 1;

function lines(one, minutes, width, height) {
  const highest = top(one);
  return svg('svg', { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', 'aria-hidden': 'true', class: 'graph' },
    ...one.lines.map((line, index) => svg('path', { d: path(line.points, minutes, highest, width, height), class: `curve n${index}`, 'vector-effect': 'non-scaling-stroke' })));
}

// A small graph with its last value, for tables.
export function spark(one, minutes, value) {
  if (!one) return h('span', { class: 'quiet' }, t('none'));
  const last = one.lines.at(-1).points.at(-1)?.[1];
  return h('span', { class: 'spark' }, lines(one, minutes, 96, 26), h('span', { class: last ? null : 'quiet' }, value ?? shown(one.unit, last)));
}

// A chart with its last and its highest value and the times at its ends.
export function chart(one, minutes) {
  const title = t(one.key === 'duration' ? 'durationChart' : one.key);
  const time = (ago) => new Date(Date.now() - ago * 60_000).toLocaleTimeString(language(), { hour: '2-digit', minute: '2-digit' });
  return h('figure', { 'data-chart': one.key },
    h('figcaption', {}, h('span', {}, title), one.lines.map((line, index) => h('b', { class: `n${index}` }, line.name ? `${line.name} ` : '', shown(one.unit, line.points.at(-1)?.[1])))),
    h('div', { class: 'plot' }, h('span', { class: 'highest' }, `${t('highest')} ${shown(one.unit, top(one))}`), lines(one, minutes, 400, 110)),
    h('div', { class: 'ends' }, h('span', {}, time(minutes)), h('span', {}, time(0))));
}
