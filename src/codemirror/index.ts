/** A CodeMirror 6 extension: the document is the draft reply. */
export { fixReply, replylint, type ReplyContext, type ReplylintOptions, type ReplyLinter, setReplyContext } from "./extension.js";
export { applySuggestion } from "./apply.js";
