//! The colours of a picture, for light and for dark screens.

/// How many colours lines have: those to one table have the same.
pub(super) const COLOURS: usize = 8;

/// The style sheet.
pub(super) const STYLE: &str = "\
text{font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,'Liberation Mono','DejaVu Sans Mono',monospace;fill:#1f2328}
.bg{fill:#fff}
.box{fill:#fff;stroke:#d0d7de}
.head{fill:#f3f5f8}
.rule{stroke:#d0d7de}
.name{font-size:13px;font-weight:bold}
.note{font-size:11px;fill:#656d76}
.type{fill:#656d76;text-anchor:end}
.null{font-size:9px;fill:#8c959f;text-anchor:end}
.pk,.fk,.uq{font-size:9px;font-weight:bold}
.pk{fill:#9a6700}
.fk{fill:#0969da}
.uq{fill:#1a7f37}
.r{fill:none;stroke-width:1.5}
.r circle{fill:#fff}
.r:hover{stroke-width:3}
.c0{stroke:#4c7fc4}
.c1{stroke:#c2702b}
.c2{stroke:#3d9a63}
.c3{stroke:#b0529a}
.c4{stroke:#a08a1c}
.c5{stroke:#7a63c4}
.c6{stroke:#c4545c}
.c7{stroke:#2f95a3}
.tab{stroke-width:3}
@media (prefers-color-scheme:dark){
text{fill:#e6edf3}
.bg,.r circle{fill:#0d1117}
.box{fill:#161b22;stroke:#3d444d}
.head{fill:#212830}
.rule{stroke:#3d444d}
.note,.type{fill:#9198a1}
.null{fill:#7d858f}
.pk{fill:#d29922}
.fk{fill:#58a6ff}
.uq{fill:#3fb950}
.c0{stroke:#6ea8f0}
.c1{stroke:#e5965a}
.c2{stroke:#5cc285}
.c3{stroke:#d982c6}
.c4{stroke:#cdb74a}
.c5{stroke:#a692ee}
.c6{stroke:#ec838a}
.c7{stroke:#56c2d0}
}
";
