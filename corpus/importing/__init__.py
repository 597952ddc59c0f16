"""Originals (PDF, DOCX, HTML, Markdown, plain text) → a draft of a profile.

Libraries take the files apart; what stands here maps their parts to a profile. Reading order:
`records` · `marks` · `kinds` · `decoding` · the readers (`html_file`, `markdown_file`, `text_file`,
`docx_file`, `pdf_words`, `pdf_file`) · `mending` · `notes` · `outline` · `head` · `proposals` ·
`doubts` · `writing` · `draft` · `worker` · `sandbox`.
"""
