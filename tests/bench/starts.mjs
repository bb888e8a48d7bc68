export async function measureStarts() {
  return {
    name: 'start.scale',
    value: 0,
    unit: 'ms',
    reference: '',
    referenceValue: 1,
    ratio: 0,
    target: '',
    ok: false,
  };
}
