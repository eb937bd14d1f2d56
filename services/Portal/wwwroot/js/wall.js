// Keeps the wall's figures current from one event stream. Without it the page shows the figures it was rendered with.
const wall = document.getElementById('wall');
const link = document.getElementById('link');
const linkText = document.getElementById('link-text');
const clock = document.getElementById('clock');

const zone = 'Asia/Shanghai';
const language = document.documentElement.lang;
const hours = new Intl.DateTimeFormat(language, { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const seconds = new Intl.DateTimeFormat(language, { timeZone: zone, hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const day = new Intl.DateTimeFormat(language, { timeZone: zone, month: language.startsWith('zh') ? 'long' : 'short', day: 'numeric' });

const quiet = 35_000; // two missed heartbeats
const slowest = 30_000;
let heard = Date.parse(wall.dataset.rendered);
let state = 'connecting';
let attempts = 0;

// The hour alone on the day itself, as the server writes it.
const recent = at => day.format(at) === day.format(Date.now()) ? hours.format(at) : `${day.format(at)} ${hours.format(at)}`;

const text = (name, ...values) => wall.dataset[name].replace(/\{(\d)\}/g, (_, index) => values[index]);

function each(selector, act) {
  for (const element of document.querySelectorAll(selector)) act(element);
}

// A wall that was opened while the figures were away gets them by itself once they are back.
const empty = document.querySelector('.wall-figures') === null;

function show(counts) {
  if (empty && counts.scope === wall.dataset.unit) location.reload();
  const scope = CSS.escape(counts.scope);
  each(`[data-scope="${scope}"][data-figure]`, element => {
    const value = String(counts.figures[element.dataset.figure]);
    if (element.textContent === value) return;
    element.textContent = value;
    element.classList.toggle('is-zero', value === '0');
    element.classList.remove('is-new');
    void element.offsetWidth; // starts the animation again
    element.classList.add('is-new');
  });
  each(`[data-as-of="${scope}"]`, element => {
    const at = counts.asOf && new Date(counts.asOf);
    element.textContent = at ? text('asOf', recent(at)) : text('noEvent');
  });
  if (counts.scope !== wall.dataset.unit) return;
  if (empty) return;
  document.getElementById('query').textContent = counts.queryId;
  showDomains(counts.figures.domains);
}

function showDomains(domains) {
  const most = Math.max(1, ...domains.map(domain => domain.opened));
  each('#domains [data-domain]', row => {
    const domain = domains.find(one => one.domain === row.dataset.domain) ?? { opened: 0, running: 0 };
    for (const part of ['opened', 'running']) {
      const number = row.querySelector(`[data-part=${part}]`);
      number.textContent = domain[part];
      number.classList.toggle('is-zero', part === 'running' && domain[part] === 0);
      row.querySelector(`[data-bar=${part}]`).setAttribute('width', String(100 * domain[part] / most));
    }
  });
}

function tick() {
  const now = Date.now();
  clock.textContent = hours.format(now);
  const age = Math.max(0, Math.round((now - heard) / 1000));
  const stale = now - heard > quiet;
  wall.classList.toggle('is-stale', stale || state === 'ended');
  link.dataset.state = state === 'ended' ? 'ended' : stale ? 'stale' : state;
  linkText.textContent = state === 'ended' ? text('ended')
    : state === 'live' && !stale ? text('live', seconds.format(heard))
    : stale ? text('stale', age) : text('away', age);
}

// Read by fetch rather than EventSource: heartbeats and refusals have to be seen to know how old the figures are.
async function listen() {
  const answer = await fetch(`/wall/events?unit=${encodeURIComponent(wall.dataset.unit)}`, { headers: { accept: 'text/event-stream' } });
  if (answer.status === 401) return 'ended';
  if (!answer.ok) return 'away';

  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return 'away';
    const blocks = (rest + value).split('\n\n');
    rest = blocks.pop();
    [state, attempts, heard] = ['live', 0, Date.now()];
    for (const block of blocks) {
      if (block.startsWith('data:')) show(JSON.parse(block.slice(5)));
    }
    tick();
  }
}

async function keepListening() {
  while (state !== 'ended') {
    try {
      state = await listen();
    } catch {
      state = 'away';
    }
    tick();
    // Spread out, so that every wall does not come back in the same moment after a restart.
    const wait = Math.min(slowest, 500 * 2 ** attempts++) * (0.5 + Math.random() / 2);
    await new Promise(resolve => setTimeout(resolve, wait));
  }
}

setInterval(tick, 1000);
keepListening();
