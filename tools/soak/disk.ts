export async function disk() {
  return [];
}
