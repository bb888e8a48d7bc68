/** The staff window: rail, workspaces, status bar. */
import './tokens.css';

export function App() {
  return <main>Linli 邻里</main>;
}
