/**
 * Writes THIRD-PARTY-NOTICES.md: every package that ends up in the program (dependencies of dependencies too), with its
 * licence text as shipped. Run by hand after a dependency changed; `--check` fails when the file is out of date.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const TARGET = join(ROOT, 'THIRD-PARTY-NOTICES.md');
const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages;

/** Paths in the lock file of all packages reachable from `dependencies`. */
function shipped() {
  const found = new Set();
  const visit = (from, name) => {
    for (let at = from; ; at = at.replace(/(^|\/)node_modules\/(@[^/]+\/)?[^/]+$/, '')) {
      const path = `${at ? `${at}/` : ''}node_modules/${name}`;
      if (lock[path]) {
        if (found.has(path)) return;
        found.add(path);
        for (const next of Object.keys({ ...lock[path].dependencies, ...lock[path].peerDependencies }))
          visit(path, next);
        return;
      }
      if (!at) return;
    }
  };
  for (const name of Object.keys(lock[''].dependencies)) visit('', name);
  return [...found].filter((path) => !path.includes('@types/') && existsSync(join(ROOT, path))).sort();
}

function licenceText(folder) {
  const file = readdirSync(folder).find((name) => /^(licen[cs]e|copying|ofl)/i.test(name));
  return file ? readFileSync(join(folder, file), 'utf8').replaceAll('\r', '').trim() : '';
}

const sections = shipped().map((path) => {
  const folder = join(ROOT, path);
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const text = licenceText(folder);
  const body = text ? `\n\n\`\`\`text\n${text}\n\`\`\`` : '';
  return `## ${name} ${version}\n\nLicence: ${typeof license === 'string' ? license : (license?.type ?? 'see text')}${body}`;
});
const page = `# Third-party notices

Linli ships these packages. The typeface Noto Sans SC is under the SIL Open Font License 1.1; its text stands with its package below.

${sections.join('\n\n')}
`;

if (process.argv.includes('--check')) {
  if (!existsSync(TARGET) || readFileSync(TARGET, 'utf8') !== page) {
    console.error('THIRD-PARTY-NOTICES.md is out of date: run node electron/notices.mjs');
    process.exit(1);
  }
} else {
  writeFileSync(TARGET, page);
  console.log(`${sections.length} packages`);
}
