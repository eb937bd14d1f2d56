import { language, t } from './texts.js';

// An element: properties that start with "on" listen, "class" and "data-…" are attributes, null children are left out.
export function h(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat(3).filter((child) => child !== null && child !== undefined));
  return element;
}

export function svg(tag, attributes, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

// New children in place of the old ones; whoever had the keyboard keeps it, known by data-key.
export function replace(parent, ...children) {
  const key = parent.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  parent.replaceChildren(...children.flat(3).filter((child) => child !== null && child !== undefined));
  if (key) parent.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
}

export async function get(path, query = {}) {
  const asked = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== ''));
  const answer = await fetch(`/api/${path}?${asked}`);
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.json();
}

// The address of a view: "#/logs?service=welfare".
export const href = (view, query = {}) => {
  const asked = new URLSearchParams(Object.entries(query).filter(([, value]) => value));
  return `#/${view}${asked.size ? `?${asked}` : ''}`;
};

// "minutes" of a filter as the moment since when.
export const since = (minutes) => (minutes ? new Date(Date.now() - minutes * 60_000).toISOString() : '');

export const clock = (time) => new Date(time).toLocaleTimeString(language(), { hourCycle: 'h23', hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 });

export const number = (value) => {
  const digits = value === 0 || Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 1 ? 2 : 3;
  return value.toLocaleString(language(), { maximumFractionDigits: digits });
};

export const milliseconds = (value) => (value >= 1000 ? `${number(value / 1000)} s` : value >= 1 ? `${number(value)} ms` : `${number(value * 1000)} µs`);

export const lasted = (from) => {
  const seconds = Math.max(0, Math.floor((Date.now() - new Date(from)) / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
};

// A service keeps its colour on every view: its place among the services.
const services = [];
export const know = (all) => all.filter((one) => one.type === 'Project' && !services.includes(one.resource)).forEach((one) => services.push(one.resource));
export const colour = (name) => {
  if (!services.includes(name)) services.push(name);
  return `hue${services.indexOf(name) % 12}`;
};

export const serviceTag = (name) => h('span', { class: `service ${colour(name)}` }, name);

// Inputs bound to the query: one change, one new address, so that a view can be sent to a colleague.
export function filters(query, fields, change) {
  let wait;
  const bar = h('form', { class: 'filters', role: 'search', onsubmit: (event) => event.preventDefault() });
  const changed = () => change(Object.fromEntries([...new FormData(bar)].filter(([, value]) => value)));
  for (const field of fields) {
    const control = field.options
      ? h('select', { name: field.name, onchange: changed }, field.options.map(([value, text]) => h('option', { value, selected: (query[field.name] ?? '') === value }, text)))
      : field.check
        ? h('input', { type: 'checkbox', name: field.name, value: 'true', checked: query[field.name] === 'true', onchange: changed })
        : h('input', { type: 'search', name: field.name, value: query[field.name] ?? '', placeholder: field.hint, spellcheck: 'false', autocomplete: 'off',
          'data-search': field.search, size: field.size, oninput: () => { clearTimeout(wait); wait = setTimeout(changed, 250); } });
    bar.append(h('label', { class: field.check ? 'check' : null }, h('span', {}, t(field.label ?? field.name)), control));
  }
  return bar;
}

export const serviceField = (services) => ({ name: 'service', options: [['', t('all')], ...services.map((name) => [name, name])] });
export const timeField = () => ({ name: 'minutes', label: 'time', options: [['', t('last15')], ['5', t('last5')], ['1', t('last1')]] });
export const serviceNames = async () => [...new Set((await get('resources')).filter((one) => one.type === 'Project').map((one) => one.resource))];
