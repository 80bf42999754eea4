;;; dryfire.el --- "dryfire lsp" for YAML files, with Eglot -*- lexical-binding: t; -*-

;; Load this file from the init file; dryfire must be in the PATH. `M-x eglot' in a YAML file
;; starts the server, or add `eglot-ensure' to the hook of your YAML mode.

(require 'eglot)

(defvar dryfire-command '("dryfire" "lsp")
  "The command line that starts the language server.")

(add-to-list 'eglot-server-programs
             (cons '(yaml-mode yaml-ts-mode) (lambda (&rest _) dryfire-command)))

(defun dryfire-fix ()
  "Apply all safe fixes to the file."
  (interactive)
  (eglot-code-actions (point-min) (point-max) "source.fixAll.dryfire" t))

(provide 'dryfire)
;;; dryfire.el ends here
