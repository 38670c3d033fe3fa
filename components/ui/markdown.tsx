import { memo } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import classes from './markdown.module.css';

const PLUGINS = [remarkGfm];

/** The text comes from a model: nothing in it may load anything or lead anywhere by a click. */
const COMPONENTS: Components = {
  a: ({ children, href }) => <span title={href}>{children}</span>,
  img: ({ alt }) => <span>{alt}</span>,
  table: ({ children }) => (
    <div className={classes.scroll}>
      <table>{children}</table>
    </div>
  ),
};

/** Text of the agent as Markdown, without HTML, images and links. */
export const Markdown = memo(function Markdown({ text }: { text: string }) {
  return (
    <div className={classes.root}>
      <ReactMarkdown remarkPlugins={PLUGINS} components={COMPONENTS} skipHtml>
        {text}
      </ReactMarkdown>
    </div>
  );
});
