// Makes the copy buttons work. navigator.clipboard exists only on https and
// localhost; on plain http a hidden text area is copied instead.
const status = document.createElement('p');
status.setAttribute('role', 'status');
status.className = 'spoken';
document.body.append(status);

// The commands of an exercise, which does without where there are no scripts.
for (const pre of document.querySelectorAll('main > pre:not(.file)')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy';
  button.textContent = '복사';
  button.setAttribute('aria-label', `복사: ${pre.textContent}`);
  pre.after(button);
}

for (const button of document.querySelectorAll('button.copy')) {
  button.addEventListener('click', async () => {
    const label = button.textContent;
    const copied = await textFor(button).then(copy, () => false);
    // Copying from a hidden text area takes the focus away.
    button.focus();
    status.textContent = copied ? '복사했습니다.' : '복사하지 못했습니다.';
    button.textContent = copied ? '복사함' : '실패';
    setTimeout(() => {
      button.textContent = label;
      status.textContent = '';
    }, 2000);
  });
}

async function textFor(button) {
  const { copy } = button.dataset;
  if (copy) {
    const response = await fetch(copy);
    if (!response.ok) throw new Error(`status ${response.status}`);
    return await response.text();
  }
  const box = button.closest('.command') ?? button.previousElementSibling;
  return box.querySelector('code').textContent;
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    area.className = 'spoken';
    document.body.append(area);
    area.select();
    const copied = document.execCommand('copy');
    area.remove();
    return copied;
  }
}
