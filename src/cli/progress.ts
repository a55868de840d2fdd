/** Progress on stderr, only where a person is watching. */

/** Shows the stage a long command is in; `done` removes it. Writes nothing unless stderr is a terminal. */
export function showProgress(): { readonly stage: (name: string) => void; readonly done: () => void } {
  if (!process.stderr.isTTY) return { stage: () => undefined, done: () => undefined };
  const marks = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
  let name = 'starting';
  let turn = 0;
  const started = performance.now();
  const timer = setInterval(() => {
    turn += 1;
    const seconds = Math.round((performance.now() - started) / 1000);
    process.stderr.write(`\r\u001b[2K${marks[turn % marks.length] ?? ''} ${name} · ${seconds} s`);
  }, 120);
  return {
    stage: (next) => {
      name = next;
    },
    done: () => {
      clearInterval(timer);
      process.stderr.write('\r\u001b[2K');
    },
  };
}
