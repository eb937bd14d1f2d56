import { get, h, href, know, replace } from './dom.js';
import { language, setLanguage, t } from './texts.js';
import * as resources from './resources.js';
import * as consoles from './console.js';
import * as logs from './logs.js';
import * as traces from './traces.js';
import * as trace from './trace.js';
import * as metrics from './metrics.js';

const tabs = { resources, console: consoles, logs, traces, metrics };
const main = document.getElementById('main');
const overall = document.getElementById('overall');
let current = { name: '', refresh: async () => {}, turn: 0 };

// "#/traces/abc?text=x" is the view traces, its argument abc and its query.
function address() {
  const url = new URL(location.hash.slice(1) || '/resources', location.origin);
  const [name, argument] = url.pathname.split('/').filter(Boolean).map(decodeURIComponent);
  return { name: name in tabs ? name : 'resources', argument, query: Object.fromEntries(url.searchParams) };
}

async function show() {
  const { name, argument, query } = address();
  const view = name === 'traces' && argument ? trace : tabs[name];
  const turn = current.turn + 1;
  current = { name, refresh: async () => {}, turn };
  replace(document.getElementById('tabs'), Object.keys(tabs).map((tab, index) =>
    h('a', { href: href(tab), 'aria-current': tab === name ? 'page' : null, 'aria-keyshortcuts': `${index + 1}`, 'data-key': tab }, t(tab))));
  document.title = `${t(name)} · 融合 Ronghe`;
  // A new query of the same view changes the address without leaving the box that is being typed in.
  const change = (asked) => {
    history.replaceState(null, '', href(argument ? `${name}/${encodeURIComponent(argument)}` : name, asked));
    Object.keys(query).forEach((key) => delete query[key]);
    Object.assign(query, asked);
    refresh();
  };
  const root = h('div', { class: `view ${name}` });
  const refreshView = await view.open(root, { argument, query, change }).catch(() => null);
  if (current.turn !== turn) return;
  replace(main, root);
  current.refresh = refreshView ?? (() => Promise.reject(new Error()));
  await refresh();
}

async function refresh() {
  const turn = current.turn;
  try {
    const [all] = await Promise.all([get('resources'), current.refresh()]);
    know(all);
    if (turn === current.turn) summary(all.filter((one) => one.type !== 'Parameter'));
  } catch {
    overall.className = 'pill bad';
    overall.textContent = t('away');
  }
}

function summary(all) {
  const bad = all.filter((one) => ['Failed', 'Restarting', 'Exited'].includes(one.state) || (one.state === 'Running' && one.health && one.health !== 'Healthy')).length;
  const starting = all.filter((one) => ['Waiting', 'Starting'].includes(one.state)).length;
  overall.className = `pill ${bad ? 'bad' : starting ? 'busy' : 'good'}`;
  const text = bad ? `${bad} ${t('notWell')}` : starting ? `${starting} ${t('starting')}` : t('allWell');
  if (overall.textContent !== text) overall.textContent = text;
}

function words() {
  document.documentElement.lang = language();
  document.getElementById('skip').textContent = t('skip');
  const button = document.getElementById('language');
  button.textContent = t('language');
  button.title = t('languageTitle');
  button.lang = language() === 'zh-CN' ? 'en' : 'zh-CN';
  document.getElementById('tabs').setAttribute('aria-label', '融合 Ronghe');
  document.getElementById('tabs').title = t('keys');
}

document.getElementById('language').addEventListener('click', () => {
  setLanguage(language() === 'zh-CN' ? 'en' : 'zh-CN');
  words();
  show();
});

document.getElementById('skip').addEventListener('click', (event) => {
  event.preventDefault();
  main.focus();
});

addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const writing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
  if (event.key === 'Escape') {
    if (writing) event.target.blur();
    else if (address().name === 'traces' && address().argument) history.back();
    return;
  }
  if (writing) return;
  const tab = Object.keys(tabs)[Number(event.key) - 1];
  if (tab) location.hash = href(tab);
  else if (event.key === '/' && main.querySelector('[data-search]')) {
    event.preventDefault();
    main.querySelector('[data-search]').focus();
  }
});

async function keepFresh() {
  if (!document.hidden) await refresh();
  setTimeout(keepFresh, 2000);
}

addEventListener('hashchange', show);
document.addEventListener('visibilitychange', () => document.hidden || refresh());
words();
know((await get('resources').catch(() => null)) ?? []);
await show();
setTimeout(keepFresh, 2000);
