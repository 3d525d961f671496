/* The texts of the dialog of one figure. */

export const figureTexts = {
  close: "Đóng",
  sentence: ({ name, of, text, period }) => `${name} của ${of}: ${text}, ${period}`,
  from: ({ document, place }) => `theo ${[document, place].filter(Boolean).join(", ")}`,
  document: ({ kind, number }) => /^\d/.test(number) ? `${kind} số\u00a0${number}` : `${kind} ${number}`,
  tables: { PL: "phụ lục", text: "" },
  rows: { total: "dòng tổng", mean: "dòng bình quân", common: "ô chung các đơn vị" },
  table: (table) => `bảng\u00a0${table}`,
  row: (row) => `dòng\u00a0${row}`,
  item: (item) => `mục\u00a0${item}`,
  levels: {
    province: "các tỉnh, thành phố",
    department: "các sở, ban, ngành",
    district: "các huyện, thị xã, thành phố",
    commune: "các đơn vị cấp xã",
  },
  aggregates: {
    total: "tổng của các đơn vị trong cấp",
    mean: "bình quân của các đơn vị trong cấp",
    pooled: "tỷ lệ tính gộp của cả cấp",
    common: "danh mục dùng chung cho mọi đơn vị trong cấp",
  },
  ofLevel: (level, unit) => `${level} thuộc ${unit}`,
  dates: ({ period, published, version }) => `Kỳ của số liệu: ${period}. Công bố trên cổng ngày ${published}. Phiên bản dữ liệu: ${version}.`,
  cited: ({ publisher, title, from, version, published, address, read }) =>
    `${publisher}, “${title}”, ${from}; phiên bản dữ liệu ${version}, công bố ngày ${published}. ${address} (đọc ngày ${read}).`,
  style: "Kiểu trích dẫn",
  styles: { text: "Văn bản", bib: "BibTeX", ris: "RIS", json: "CSL-JSON" },
  citation: "Trích dẫn số liệu này",
  copySentence: "Sao chép câu này",
  share: "Chia sẻ",
  download: "Tải tệp trích dẫn",
  lasting: "Địa chỉ cố định của số liệu",
  report: "Báo sai số liệu này",
  wrong: "Sai số liệu",
  mail: { page: "Trang", figure: "Chỉ tiêu và kỳ", shown: "Cổng đang ghi", right: "Theo tôi, số đúng là", document: "Căn cứ" },
};
