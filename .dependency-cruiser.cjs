/** Who may import whom. The reasons are in docs/decisions/0002-walls.md. */
module.exports = {
  forbidden: [
    {
      name: 'shared-imports-nothing-of-ours',
      comment: 'shared/ is pure: it may not know the page or the host.',
      severity: 'error',
      from: { path: '^shared/' },
      to: { path: '^(renderer|electron|tests)/' },
    },
    {
      name: 'shared-is-pure',
      comment: 'No Node, no React, no map in shared/.',
      severity: 'error',
      from: { path: '^shared/' },
      to: {
        path: 'node_modules/(react|react-dom|react-intl|maplibre-gl|@deck\\.gl|@blueprintjs|dexie|comlink|electron|ws)/',
      },
    },
    {
      name: 'shared-no-node',
      comment: 'No Node in shared/.',
      severity: 'error',
      from: { path: '^shared/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'renderer-not-electron',
      comment: 'The page speaks to the host through shared/host only.',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^electron/|node_modules/electron(/|$)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'renderer-no-node',
      comment: 'No Node in the page.',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'electron-not-renderer',
      comment: 'The host knows no page code.',
      severity: 'error',
      from: { path: '^electron/' },
      to: { path: '^renderer/' },
    },
    {
      name: 'workspaces-apart',
      comment:
        'Workspaces never import each other: what two need moves down to app/, map/, store/, worker/ or shared/.',
      severity: 'error',
      from: { path: '^renderer/(twin|grids|cases|insight|data|wall)/' },
      to: { path: '^renderer/(twin|grids|cases|insight|data|wall)/', pathNot: '^renderer/$1/' },
    },
    {
      name: 'below-does-not-look-up',
      comment: 'map/, store/ and worker/ carry the workspaces and know none of them.',
      severity: 'error',
      from: { path: '^renderer/(map|store|worker)/' },
      to: { path: '^renderer/(twin|grids|cases|insight|data|wall)/' },
    },
    {
      name: 'electron-import-place',
      comment: 'Only these six files may import electron.',
      severity: 'error',
      from: {
        path: '^(electron|shared|renderer)/',
        pathNot: '^electron/(host/register|main|preload|windows|menu|updater)\\.ts$',
      },
      to: { path: 'node_modules/electron(/|$)', dependencyTypes: ['npm-dev', 'npm'] },
    },
    {
      name: 'services-without-electron',
      comment: 'Services get ports handed in.',
      severity: 'error',
      from: { path: '^electron/services/' },
      to: { path: 'node_modules/electron/' },
    },
    {
      name: 'no-tests-in-product',
      comment: 'The product never imports tests or development dependencies.',
      severity: 'error',
      from: { path: '^(electron|renderer|shared)/', pathNot: '^electron/build\\.mjs$' },
      to: { path: '^tests/' },
    },
    {
      name: 'no-circular',
      comment: 'A cycle is one thing cut in two.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-unresolved',
      comment: 'Every import resolves.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|tests/\\.out)/' },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
