import { filters, get, h, href, number, replace, serviceField, serviceNames, since, timeField } from './dom.js';
import { chart, spark } from './charts.js';
import { t } from './texts.js';

const columns = ['requests', 'failures', 'duration', 'queries', 'outbox', 'cpu', 'memory'];

// Without a service: all services side by side. With one: its charts, and below them everything that it measures.
export async function open(root, { query, change }) {
  const charts = h('div', {});
  const series = h('section', {});
  const search = { name: 'text', hint: 'dotnet.gc', search: true };
  root.append(h('h1', {}, t('metrics')), filters(query, [serviceField(await serviceNames()), timeField(), search], change), charts, series);
  return async () => {
    const minutes = Number(query.minutes || 15);
    const all = await get('charts', { service: query.service, minutes });
    if (!all.length) replace(charts, h('p', { class: 'empty' }, t('noMetrics')));
    else replace(charts, query.service ? h('div', { class: 'charts' }, all.map((one) => chart(one, minutes))) : overview(all, minutes));
    if (!query.service && !query.text) return replace(series);
    const found = await get('metrics', { service: query.service, text: query.text, since: since(minutes), limit: 200 });
    replace(series, h('h2', {}, `${t('allOfService')} (${found.length})`), table(found, minutes));
  };
}

function overview(all, minutes) {
  const services = [...new Set(all.map((one) => one.service))];
  return h('div', { class: 'scroll' }, h('table', { class: 'overview', 'aria-label': t('overview') },
    h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, t('service')), columns.map((key) => h('th', { scope: 'col' }, t(key === 'duration' ? 'durationChart' : key))))),
    h('tbody', {}, services.map((service) => h('tr', { 'data-service': service },
      h('th', { scope: 'row' }, h('a', { href: href('metrics', { service, minutes: minutes === 15 ? '' : String(minutes) }), 'data-key': service }, service)),
      columns.map((key) => h('td', {}, spark(all.find((one) => one.service === service && one.key === key), minutes))))))));
}

const table = (found, minutes) => h('div', { class: 'scroll' }, h('table', { 'aria-label': t('allOfService') },
  h('thead', {}, h('tr', {}, ['name', 'attributes', 'unit', 'values'].map((title) => h('th', { scope: 'col' }, t(title))))),
  h('tbody', {}, found.map((one) => h('tr', {},
    h('th', { scope: 'row' }, one.name, h('small', { class: 'note' }, `${one.service} ${one.instance ?? ''}`)),
    h('td', { class: 'attributes' }, Object.entries(one.attributes).map(([name, value]) => h('div', {}, h('small', {}, `${name} `), value))),
    h('td', {}, one.unit || t('none')),
    h('td', {}, spark({ key: one.name, unit: '', lines: [{ name: '', points: one.points.map(([time, value, added]) => [time, one.type === 'gauge' || one.type === 'sum' ? value : added]) }] }, minutes, number(one.value))))))));
