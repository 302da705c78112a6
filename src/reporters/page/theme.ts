/** Dark or light: as the system has it, until the reader chooses. */
const dark = window.matchMedia("(prefers-color-scheme: dark)");
let chosen: "light" | "dark" | null = null;

const system = (): "light" | "dark" => (dark.matches ? "dark" : "light");

export function switchTheme(): void {
  chosen = (chosen ?? system()) === "dark" ? "light" : "dark";
  paint();
}

function paint(): void {
  document.documentElement.dataset.theme = chosen ?? system();
}

dark.addEventListener("change", paint);
paint();
