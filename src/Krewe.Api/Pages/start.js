'use strict';

const pageSize = 50;
const refreshEvery = 3000;
const tokenKey = 'krewe-token';
const element = id => document.getElementById(id);
const body = document.querySelector('#runs tbody');
let shown = pageSize;
let timer = 0;
let asked = 0;

function headers() {
  const token = sessionStorage.getItem(tokenKey);
  return token ? { Authorization: token.includes(' ') ? token : `Bearer ${token}` } : {};
}

function address() {
  const query = new URLSearchParams({ 'listOptions.limit': shown, fields: '-items.status.nodes,-items.spec,-items.status.storedTemplates,-items.status.storedWorkflowTemplateSpec' });
  if (element('labels').value.trim()) { query.set('listOptions.labelSelector', element('labels').value.trim()); }
  if (element('phase').value) { query.set('phases', element('phase').value); }
  const namespace = element('namespace').value.trim();
  return `api/v1/workflows${namespace ? `/${encodeURIComponent(namespace)}` : ''}?${query}`;
}

function duration(status) {
  if (!status?.startedAt) { return ''; }
  const seconds = Math.max(0, Math.round(((status.finishedAt ? Date.parse(status.finishedAt) : Date.now()) - Date.parse(status.startedAt)) / 1000));
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts[0] ? `${parts[0]}h ${parts[1]}m` : parts[1] ? `${parts[1]}m ${parts[2]}s` : `${parts[2]}s`;
}

function row(run) {
  const line = document.createElement('tr');
  const phase = run.status?.phase || 'Pending';
  const started = run.status?.startedAt ? new Date(run.status.startedAt).toLocaleString() : '';
  for (const text of [phase, run.metadata.name, run.metadata.namespace, run.status?.progress || '', started, duration(run.status), run.status?.message || '']) {
    line.appendChild(document.createElement('td')).textContent = text;
  }
  line.firstChild.className = phase;
  return line;
}

function say(text) {
  element('message').textContent = text;
  element('message').hidden = !text;
}

async function load() {
  clearTimeout(timer);
  const mine = ++asked;
  try {
    const response = await fetch(address(), { headers: headers() });
    if (mine !== asked) { return; }
    element('login').hidden = response.status !== 401;
    element('signin').hidden = response.status !== 401 || !response.headers.get('Krewe-Sign-In');
    if (!response.ok) {
      const failure = await response.json().catch(() => ({}));
      element('runs').hidden = true;
      say(response.status === 401 ? '' : failure.message || `The server answered ${response.status}.`);
    } else {
      const list = await response.json();
      const runs = list.items || [];
      body.replaceChildren(...runs.map(row));
      element('runs').hidden = runs.length === 0;
      element('more').hidden = !list.metadata.continue;
      say(runs.length === 0 ? 'No runs. Start one: krewe submit samples/hello.yaml' : '');
    }
  } catch {
    say('The server cannot be reached.');
  }
  if (mine === asked && element('login').hidden) { timer = setTimeout(load, refreshEvery); }
}

element('login').addEventListener('submit', event => {
  event.preventDefault();
  sessionStorage.setItem(tokenKey, element('token').value.trim());
  load();
});
element('signin').firstChild.href += `?redirect=${encodeURIComponent(location.pathname)}`;
element('signout').addEventListener('click', async () => {
  const response = await fetch('oauth2/logout', { method: 'POST' });
  const answer = response.ok ? await response.json() : {};
  location.assign(answer.endSessionUrl || location.pathname);
});
fetch('api/v1/userinfo', { headers: headers() }).then(response => response.ok ? response.json() : {}).then(user => {
  element('signout').hidden = !user.issuer || user.issuer === 'krewe';
  element('signout').title = user.email || user.subject || '';
}).catch(() => {});
element('filter').addEventListener('submit', event => { event.preventDefault(); load(); });
element('filter').addEventListener('change', () => { shown = pageSize; load(); });
element('more').addEventListener('click', () => { shown += pageSize; load(); });
load();
