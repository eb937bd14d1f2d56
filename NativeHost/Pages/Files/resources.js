import { get, h, href, lasted, replace } from './dom.js';
import { t } from './texts.js';

const kinds = [['services', ['Project', 'Executable']], ['servers', ['Postgres', 'RabbitMQ', 'Redis']], ['databases', ['PostgresDatabase']]];

export async function open(root) {
  const table = h('div', {});
  root.append(h('h1', {}, t('resources')), table);
  return async () => {
    const all = (await get('resources')).filter((one) => one.type !== 'Parameter');
    replace(table, kinds.map(([kind, types]) => group(kind, all.filter((one) => types.includes(one.type)))));
  };
}

function group(kind, states) {
  if (!states.length) return null;
  if (kind === 'databases') return h('section', {}, h('h2', {}, t(kind)), h('ul', { class: 'chips' }, states.map((one) => h('li', {}, badge(one), one.name))));
  const titles = ['name', 'state', 'health', 'restarts', 'address', 'since', 'process', 'more'];
  return h('section', {}, h('h2', {}, t(kind)),
    h('div', { class: 'scroll' }, h('table', { 'aria-label': t(kind) },
      h('thead', {}, h('tr', {}, titles.map((title) => h('th', { scope: 'col', class: `c-${title}` }, t(title))))),
      h('tbody', {}, states.map((one) => row(one, states.filter((other) => other.resource === one.resource).length))))));
}

function row(one, replicas) {
  return h('tr', { 'data-resource': one.name },
    h('th', { scope: 'row' }, badge(one), one.name, replicas > 1 ? h('small', {}, ` ${t('replicas')} ×${replicas}`) : null),
    h('td', {}, t(one.state), one.note ? h('small', { class: 'note' }, one.note) : null),
    h('td', {}, one.health ? h('span', { class: `health ${one.health}` }, t(one.health)) : t('none')),
    h('td', { class: one.restarts ? 'number warm' : 'number' }, String(one.restarts)),
    h('td', { class: 'addresses' }, one.endpoints.map((end) => /^https?:/.test(end.url)
      ? h('a', { href: end.url, rel: 'noreferrer', target: '_blank', title: end.url, 'data-key': `${one.name}:${end.name}` }, end.text || end.url.replace(/^https?:\/\//, ''), h('small', {}, ` ${end.name}`))
      : h('code', {}, end.url.replace('tcp://', '')))),
    h('td', { class: 'number' }, one.startedAt && one.state === 'Running' ? lasted(one.startedAt) : t('none')),
    h('td', { class: 'number' }, one.pid ?? t('none')),
    h('td', { class: 'more' }, looks(one)));
}

function looks(one) {
  const link = (view, query) => h('a', { href: href(view, query), 'data-key': `${one.name}:${view}` }, t(view.split('/')[0]));
  const own = link(`console/${one.name}`);
  return one.type === 'Project' ? [own, link('logs', { service: one.resource }), link('traces', { service: one.resource }), link('metrics', { service: one.resource })] : own;
}

const badge = (one) => h('span', { class: `dot ${one.state} ${one.health ?? ''}`, 'aria-hidden': 'true' });
