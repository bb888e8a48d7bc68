/**
 * Installs the dependencies of a checkout when they are missing or the lock file changed. A plain Node script without
 * dependencies, shared by `npm start`, `npm test` and `npm run bench`; it must not import anything of the project.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * `npm ci` when nothing is installed or the lock file is not the one that was installed. npm's output goes to stderr.
 * @throws Error when npm fails; nothing is stamped then, so the next start tries again.
 */
export async function ensureInstalled(root) {
  const stamp = join(root, 'node_modules', '.linli-lock');
  const hash = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  if (existsSync(stamp) || !installedByHand(root)) {
    console.error('npm ci --include=dev …');
    const code = await npmCi(root);
    if (code !== 0) throw new Error(`npm ci ended with ${code}`);
  }
  writeFileSync(stamp, hash);
}

/** A person ran npm before: its copy of the lock file names the same versions as ours. */
function installedByHand(root) {
  try {
    const ours = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
    const theirs = JSON.parse(
      readFileSync(join(root, 'node_modules', '.package-lock.json'), 'utf8'),
    ).packages;
    return Object.entries(ours).every(
      ([path, entry]) => path === '' || entry.optional || theirs[path]?.version === entry.version,
    );
  } catch {
    return false;
  }
}

function npmCi(root) {
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env.npm_execpath;
  const windows = process.platform === 'win32';
  const [command, all] = npm ? [process.execPath, [npm, ...args]] : [windows ? 'npm.cmd' : 'npm', args];
  return new Promise((done, failed) => {
    const child = spawn(command, all, { cwd: root, stdio: ['ignore', 2, 2], shell: !npm && windows });
    child.once('error', failed);
    child.once('exit', (code) => done(code ?? 1));
  });
}
