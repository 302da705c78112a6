// Runs in the extension host of VS Code, with the packaged extension installed, as @vscode/test-electron runs tests: opened on a
// folder of its own. Resolves where everything holds.
const assert = require("node:assert/strict");
const { commands, extensions, languages, Range, Selection, Uri, window, workspace } = require("vscode");

const until = async (what, check) => {
  for (const end = Date.now() + 20_000; Date.now() < end; ) {
    const value = await check();
    if (value) return value;
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
  throw new Error(`timed out: ${what}`);
};
const folder = () => workspace.workspaceFolders[0].uri;
const write = async (name, text) => {
  const uri = Uri.joinPath(folder(), name);
  await workspace.fs.writeFile(uri, Buffer.from(text));
  return uri;
};
const open = async (name, text) => window.showTextDocument(await workspace.openTextDocument(await write(name, text)));
const found = (document, count) => until(`${document.fileName} has findings`, () => {
  const all = languages.getDiagnostics(document.uri);
  return (count === undefined ? all.length > 0 : count(all.length)) && all;
});
const code = ({ code: one }) => (typeof one === "object" ? one.value : one);
const replace = (editor, text) => editor.edit((edit) => edit.replace(new Range(0, 0, editor.document.lineCount, 0), text));

const BAD = "---\ncustomer: 裙子洗了一次就掉色，太失望了\n---\n🙂亲，这款绝对不会掉色的，是您自己洗的方法不对。\r\n您放心👨‍👩‍👧，我们会尽快给您处理！！\n";

const tests = {
  async "underlines the very words, with emoji and CRLF before them"() {
    const { document } = await open("offsets.txt", BAD);
    const all = await found(document);
    assert.equal(document.getText(all.find((one) => code(one) === "promise/guaranteed-quality").range), "绝对不会掉色");
    assert.equal(document.getText(all.find((one) => code(one) === "language/punctuation-runs").range), "！！");
  },

  async "offers wording, whose blanks become tab stops"() {
    const editor = await open("wording.reply", BAD);
    const { document } = editor;
    const time = (await found(document)).find((one) => code(one) === "time/vague-promise");
    const actions = await until("code actions", async () => {
      const all = await commands.executeCommand("vscode.executeCodeActionProvider", document.uri, time.range, "quickfix");
      return all.length > 0 && all;
    });
    await workspace.applyEdit(actions.find(({ title }) => title.includes("【")).edit);
    assert.match(document.getText(), /最晚【几点】前/);
    await until("one finding less", () => !languages.getDiagnostics(document.uri).some((one) => code(one) === "time/vague-promise"));
  },

  async "fixes all that keeps its meaning, in one step"() {
    const { document } = await open("fix.md", BAD);
    await found(document);
    await commands.executeCommand("replylint.fixAll");
    await until("the runs are gone", () => !document.getText().includes("！！") && document.getText().includes("处理！"));
  },

  async "says why, where the mouse is"() {
    const { document } = await open("hover.txt", BAD);
    const [first] = await found(document);
    const hovers = await commands.executeCommand("vscode.executeHoverProvider", document.uri, first.range.start);
    assert.match(hovers.map(({ contents }) => contents.map(({ value }) => value).join()).join(), new RegExp(code(first)));
  },

  async "knows how Latin words are spelt"() {
    const { document } = await open("latin.txt", "您好，这款大衣的面料是 cashmer 混纺，领口是羊毛的。\n");
    assert.ok((await found(document)).some(({ range }) => document.getText(range) === "cashmer"));
  },

  async "adds a word to the dictionary, in a configuration that is made for it"() {
    const { document } = await open("latin.txt", "您好，这款大衣的面料是 cashmer 混纺，领口是羊毛的。\n");
    const [{ range }] = (await found(document)).filter(({ range }) => document.getText(range) === "cashmer");
    const actions = await commands.executeCommand("vscode.executeCodeActionProvider", document.uri, range);
    const { edit, command } = actions.find(({ title }) => title.includes("cashmer") && title.includes("词典"));
    assert.ok(await workspace.applyEdit(edit));
    await commands.executeCommand(command.command, ...command.arguments);
    await found(document, (count) => count === 0);
    await workspace.fs.delete(Uri.joinPath(folder(), "replylint.config.yaml"));
    await found(document);
  },

  async "keeps its hands off what is excluded"() {
    const { document } = await open("README.md", BAD);
    const other = await open("beside.md", BAD);
    await found(other.document);
    assert.deepEqual(languages.getDiagnostics(document.uri), []);
  },

  async "checks a draft that is in no file, and opens one"() {
    await commands.executeCommand("replylint.openSample");
    const editor = window.activeTextEditor;
    assert.equal(editor.document.languageId, "replylint-draft");
    await found(editor.document);
    await commands.executeCommand("replylint.newDraft");
    assert.match(window.activeTextEditor.document.getText(), /^---\ncustomer: .+\n---\n$/);
  },

  async "shows the score above the draft, and the scorecard on a click"() {
    const { document } = await open("lens.txt", BAD);
    await found(document);
    const [lens] = await until("a lens", async () => {
      const all = await commands.executeCommand("vscode.executeCodeLensProvider", document.uri, 5);
      return all.length > 0 && all;
    });
    assert.match(lens.command.title, /不合格 \d+ 分/);
    assert.equal(lens.command.command, "replylint.showScorecard");
    await commands.executeCommand(lens.command.command, ...lens.command.arguments);
  },

  async "goes to the draft whose score was clicked"() {
    const editor = await open("two.txt", `${BAD}\n${BAD}`);
    await found(editor.document);
    const lenses = await until("two lenses", async () => {
      const all = await commands.executeCommand("vscode.executeCodeLensProvider", editor.document.uri, 5);
      return all.length === 2 && all;
    });
    const { command } = lenses[1];
    await until("the second draft has the cursor", async () => {
      await commands.executeCommand(command.command, ...command.arguments);
      return editor.selection.active.line > 5;
    });
  },

  async "follows edits, and a configuration as it changes"() {
    const editor = await open("edits.txt", "亲，绝对不会掉色的！！\n");
    await found(editor.document, (count) => count === 2);
    await write(".replylintrc.yaml", "rules:\n  language/punctuation-runs: off\n");
    await found(editor.document, (count) => count === 1);
    await workspace.fs.delete(Uri.joinPath(folder(), ".replylintrc.yaml"));
    await found(editor.document, (count) => count === 2);
    await replace(editor, "您好，在的，请问有什么可以帮您？\n");
    await until("nothing left", () => languages.getDiagnostics(editor.document.uri).length === 0);
  },

  async "obeys its settings"() {
    const { document } = await open("settings.txt", BAD);
    await found(document);
    const settings = workspace.getConfiguration("replylint");
    await settings.update("locale", "en", false);
    await until("English", () => /^[\x20-\x7e“”'，]/.test(languages.getDiagnostics(document.uri)[0]?.message ?? "客"));
    await settings.update("locale", undefined, false);
    await until("Chinese again", () => /[\u4e00-\u9fff]/.test(languages.getDiagnostics(document.uri)[0].message));
  },

  async "checks the whole workspace when told to, but for what is excluded"() {
    await write("sub/far.txt", BAD);
    await write("sub/README.md", BAD);
    const answer = await commands.executeCommand("replylint.checkWorkspace");
    assert.ok(answer.files >= 2, JSON.stringify(answer));
    await until("the far file's findings", () => languages.getDiagnostics(Uri.joinPath(folder(), "sub/far.txt")).length > 0);
    assert.deepEqual(languages.getDiagnostics(Uri.joinPath(folder(), "sub/README.md")), []);
  },

  async "checks phrasebooks at the very string, and offers their entries"() {
    const bad = "这款全网最低价，绝对不会掉色的！！";
    const good = "麻烦您拍一张{部位}的照片给我，我收到后马上登记，今天18点前给您处理方案。";
    await write(".replylintrc.yaml", "phrasebook:\n  files: [book.yaml, book.ts]\n");
    const yaml = await open("book.yaml", `entries:\n  - id: A1\n    title: 请客户拍照\n    text: ${good}\n  - id: A2\n    text: ${bad}\n`);
    const script = await open("book.ts", `export const PHRASES = {\n  entries: [{ id: "B1", text: "${bad}" }],\n};\n`);
    for (const { document } of [yaml, script]) {
      const words = (await found(document)).filter((one) => code(one) === "promise/guaranteed-quality").map(({ range }) => document.getText(range));
      assert.deepEqual(words, ["绝对不会掉色"]);
    }
    const editor = await open("insert.txt", "您好，");
    await found(editor.document).catch(() => {});
    editor.selection = new Selection(0, 3, 0, 3);
    const done = commands.executeCommand("replylint.insertPhrase");
    await until("the phrase is in", async () => {
      await commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
      return [bad, good].includes(editor.document.getText().slice(3));
    });
    await done;
    await workspace.fs.delete(Uri.joinPath(folder(), ".replylintrc.yaml"));
  },

  async "obeys rules of one's own, and checks them"() {
    const rule = (id) => `id: ${id}
guidance: [G04]
kind: phrase
certain: true
severity: warning
message: { zh: 别说独家配方, en: no secret formula }
reason: { zh: 无从核实, en: cannot be verified }
sources: [D2]
match: [独家配方]
examples:
  bad: [{ text: 我们用的是独家配方, span: 独家配方 }]
  good: [我们用的是公开的配方]
`;
    await write("own/promise/formula.yaml", rule("promise/formula"));
    await write(".replylintrc.yaml", "rulesDirs: [own]\n");
    const { document } = await open("own.txt", "您好，这款用的是独家配方，请您放心使用。\n");
    await until("the own rule speaks", () => languages.getDiagnostics(document.uri).some((one) => code(one) === "promise/formula"));
    const wrong = await open("own/promise/broken.yaml", rule("promise/broken").replace("severity: warning", "severity: grave"));
    await found(wrong.document);
    await workspace.fs.delete(Uri.joinPath(folder(), ".replylintrc.yaml"));
  },

  async "comes back after a restart"() {
    const { document } = await open("restart.txt", BAD);
    const before = (await found(document)).length;
    await commands.executeCommand("replylint.restart");
    await found(document, (count) => count === before);
  },
};

exports.run = async () => {
  await until("the extension is active", () => extensions.getExtension("replylint.replylint")?.isActive);
  const failed = [];
  for (const [name, run] of Object.entries(tests)) {
    try {
      await run();
      console.log(`test ok: ${name}`);
    } catch (error) {
      failed.push(name);
      console.log(`test FAILED: ${name}: ${error.stack}`);
    }
  }
  if (failed.length > 0) throw new Error(`failed: ${failed.join("; ")}`);
};
