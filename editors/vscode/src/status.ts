import { type Disposable, l10n, StatusBarAlignment, ThemeColor, window } from "vscode";
import type { Cards, Shown } from "./cards.js";

/** The score of the draft under the cursor, in the status bar. */
export function statusBar(cards: Cards): Disposable {
  const item = window.createStatusBarItem("replylint.score", StatusBarAlignment.Right, 90);
  item.name = l10n.t("Reply score");
  item.command = "replylint.showScorecard";
  const paint = (shown: Shown | undefined): void => {
    if (!shown) {
      item.hide();
      return;
    }
    const { score, verdict, title } = shown.card;
    item.text = `$(checklist) ${score === null ? "–" : l10n.t("{0} points", score)}`;
    item.tooltip = title;
    item.backgroundColor = verdict === "fail" ? new ThemeColor("statusBarItem.warningBackground") : undefined;
    item.accessibilityInformation = { label: title };
    item.show();
  };
  const listening = cards.onDidChange(paint);
  return {
    dispose() {
      listening.dispose();
      item.dispose();
    },
  };
}
