'use strict';
const panel = document.getElementById('panel'), say = document.getElementById('say'), matrix = document.querySelector('.matrix'), idle = say.textContent;
const rowOf = cell => cell.closest('tr').dataset.t;
const sayOf = link => link.dataset.say || link.getAttribute('aria-label');

// A cell shows what its migration does to its table; a column's head and its verdict, all.
function open(link) {
  const migration = document.getElementById(link.hash.slice(1)).closest('details'), table = rowOf(link);
  const body = migration.querySelector('.body').cloneNode(true);
  if (table !== undefined)
    for (const part of body.querySelectorAll('[data-t]'))
      if (!part.dataset.t.split(' ').includes(table)) part.remove();
  body.removeAttribute('id');
  for (const list of body.querySelectorAll('ul, ol'))
    if (!list.children.length) list.remove();
  const title = document.getElementById('panel-title');
  title.replaceChildren(migration.querySelector('.badge').cloneNode(true), ' ', (table === undefined ? '' : link.closest('tr').querySelector('b').textContent + ' in ') + migration.dataset.say);
  panel.querySelector('.body').replaceWith(body);
  if (table !== undefined) {
    const cell = link.closest('td'), badge = title.querySelector('.badge');
    badge.className = 'badge ' + cell.className;
    badge.textContent = link.textContent + ' ' + link.getAttribute('aria-label').split(': ').pop();
  }
  panel.showModal();
  panel.scrollTop = 0;
}

panel.addEventListener('click', event => { if (event.target === panel) panel.close(); });

if (matrix) {
  matrix.addEventListener('click', event => {
    const link = event.target.closest('a');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(link);
  });
  const tell = event => { const link = event.target.closest('a'); say.textContent = link ? sayOf(link) : idle; };
  matrix.addEventListener('mouseover', tell);
  matrix.addEventListener('focusin', tell);
  matrix.addEventListener('mouseleave', () => { say.textContent = idle; });

  // Arrows go to the next cell that has something in it.
  const steps = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
  matrix.addEventListener('keydown', event => {
    const step = steps[event.key], cell = event.target.closest('td, th');
    if (!step || !cell) return;
    event.preventDefault();
    for (let row = cell.parentNode.rowIndex + step[0], column = cell.cellIndex + step[1]; ; row += step[0], column += step[1]) {
      const next = column > 0 && row >= 0 && matrix.rows[row] && matrix.rows[row].cells[column];
      if (!next) return;
      const link = next.querySelector('a');
      if (link && !next.hidden) { link.focus(); return; }
    }
  });
}

const filter = document.getElementById('found');
if (filter) {
  filter.closest('label').hidden = false;
  filter.addEventListener('change', () => {
    document.body.classList.toggle('only-found', filter.checked);
    if (!matrix) return;
    const safe = [...matrix.rows[1].cells].map(cell => cell.classList.contains('v-safe'));
    for (const row of matrix.rows) {
      [...row.cells].forEach((cell, column) => { cell.hidden = filter.checked && safe[column]; });
      if (row.dataset.t !== undefined) row.hidden = ![...row.cells].some((cell, column) => column > 0 && !cell.hidden && cell.firstChild);
    }
  });
}

// On paper nothing can be opened.
let closed = [];
addEventListener('beforeprint', () => { closed = [...document.querySelectorAll('details.found:not([open])')]; closed.forEach(one => { one.open = true; }); });
addEventListener('afterprint', () => closed.forEach(one => { one.open = false; }));
