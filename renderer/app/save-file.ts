/** Hands bytes to the person as a file, through the browser's own download. Keeps no copy. */
export function saveFile(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The download has its own hold on the bytes once it began; a minute is ample.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
