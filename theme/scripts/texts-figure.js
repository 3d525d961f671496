/* The texts of the dialog of one figure. */

export const figureTexts = {
  close: "Đóng",
  sentence: ({ name, of, text, period }) => `${name} của ${of}: ${text}, ${period}`,
  from: ({ document, place }) => `theo ${[document, place].filter(Boolean).join(", ")}`,
  document: ({ kind, number }, issued) => `${kind} ${/^\d/.test(number) ? "số\u00a0" : ""}${number} ngày ${issued}`,
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
