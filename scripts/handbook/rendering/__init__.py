"""From view models and findings to text: messages, translations, templates, fragments."""
